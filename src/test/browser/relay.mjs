// A HoneyHive that knows every fixture, a big run, a hostile one and one that completes, and the relay in front of it.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';

export const TOKEN = 'look-at-the-pages-with-me';
const FILES = new URL('../resources/honeyhive/__files/', import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, FILES), 'utf8'));
const names = (folder, start) => readdirSync(new URL(folder, FILES)).filter((name) => name.startsWith(start));

export const HOSTILE = ['=1+1', '"><img src=x onerror="window.pwned=1">', '</script><script>window.pwned=1</script>', 'a\nb\tc',
  'javascript:window.pwned=1', '\u202eright to left', '\u0000\u0007\u001b', 'x'.repeat(10_000), 'w o r d '.repeat(300), '\ud83d\ude00'.repeat(500),
  '${1+1}', "'; window.pwned=1; '", ' ', '<!--', '&lt;b&gt;', 'ﷺ'.repeat(50)];

const settled = (id, name, more) => ({ status: 'completed', success: true, passed: [], failed: [], event_details: [],
  run_object: { run_id: id, name, status: 'completed', created_at: '2026-11-20T08:00:00.000Z' }, ...more });

const hostile = () => settled('hostile', HOSTILE[1], {
  metrics: { details: HOSTILE.map((name, index) => ({ metric_name: name, event_name: HOSTILE.at(-1 - index), metric_type: name,
    aggregate: index % 2 ? name : index, passing_range: { min: 0, max: index } })) },
  datapoints: HOSTILE.map((name, index) => ({ datapoint_id: name, session_id: name, passed: index % 3 === 0 ? false : index,
    metrics: [{ name, value: name }, { name: 'number', value: index, passed: index % 2 === 0 }, { name: 'odd', value: [null, { a: 1 }] }] })) });

// Values that look like scores, and are the same each time.
const big = () => {
  let seed = 7;
  const random = () => { seed = (seed * 48271) % 2147483647; return seed / 2147483647; };
  const datapoints = Array.from({ length: 2000 }, (_, index) => {
    const score = Math.round(1000 * (1 - random() * random())) / 1000;
    return { datapoint_id: `question-${String(index).padStart(4, '0')}`, session_id: null, passed: score > 0.4,
      metrics: [{ name: 'correctness', value: score, passed: score > 0.4 }, { name: 'latency', value: Math.round(300 + 2500 * random() * random()) },
        { name: 'tone', value: 1 + Math.round(4 * random()) }] };
  });
  return settled('big', 'nightly-regression', { datapoints, metrics: { aggregation_function: 'average', details: [
    { metric_name: 'correctness', aggregate: 0.75, passing_range: { min: 0.4, max: 1 } }, { metric_name: 'latency', aggregate: 925 },
    { metric_name: 'tone', aggregate: 3 }] } });
};

/** What HoneyHive says, by run or pair of runs; tests may change it. */
export const results = new Map();
export const comparisons = new Map();
for (const [folder, start] of [['.', 'result_'], ['history/', 'result_']]) {
  for (const name of names(folder, start)) {
    const result = read(`${folder === '.' ? '' : folder}${name}`);
    results.set(result.run_object.run_id, result);
  }
}
for (const name of [...names('.', 'compare'), 'history/compare.json'].filter((name) => !name.includes('events'))) {
  const comparison = read(name);
  comparisons.set(`${comparison.new_run.run_id}/${comparison.old_run.run_id}`, comparison);
}
results.set('hostile', hostile());
results.set('big', big());
const list = read('history/runs_list.json');
const listOfHostile = { evaluations: HOSTILE.map((name, index) => ({ run_id: index % 2 ? `id-${index}` : name, name, status: name, description: name })) };

const answer = (target) => {
  const path = target.pathname.replace(/^\/v1\/runs\/?/, '').split('/');
  if (path[0] === '') return target.searchParams.get('name') === 'hostile' ? listOfHostile : list;
  if (path[1] === 'result') return results.get(path[0]);
  if (path[1] === 'compare-with') return comparisons.get(`${path[0]}/${path[2]}`);
  return undefined;
};

/** Starts both; `stop` ends them. */
export async function start() {
  let down = false;
  const honeyHive = createServer((request, response) => {
    const body = answer(new URL(request.url, 'http://honeyhive'));
    response.writeHead(down ? 503 : body ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { error: 'no such run' }));
  });
  await new Promise((resolve) => honeyHive.listen(0, '127.0.0.1', resolve));
  const jar = readdirSync('target').find((name) => /^honeyhive-relay-.*\.jar$/.test(name));
  const java = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java';
  const relay = spawn(java, ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-jar', `target/${jar}`], { env: { ...process.env,
    RELAY_UPSTREAM_BASEURL: `http://127.0.0.1:${honeyHive.address().port}`, RELAY_UPSTREAM_NOPROXY: '*', HH_API_KEY: 'hh_browser_test', RELAY_TOKEN: TOKEN,
    SERVER_PORT: '0', MANAGEMENT_SERVER_PORT: '0', RELAY_CALLERS_DRAINDELAY: '0s', RELAY_UPSTREAM_RETRY_MAXATTEMPTS: '1',
    RELAY_VIEWS_HONEYHIVEURL: 'https://app.example/runs/{run_id}' } });
  let log = '';
  const port = await new Promise((resolve, reject) => {
    const seen = (chunk) => {
      log += chunk;
      const ready = /ready\b.*?port="?(?:" *: *")?(\d+)/.exec(log);
      if (ready) resolve(ready[1]);
    };
    relay.stdout.on('data', seen);
    relay.stderr.on('data', seen);
    relay.on('exit', () => reject(new Error(`the relay ended: ${log.slice(-2000)}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    fail: (value) => { down = value; },
    stop: () => new Promise((resolve) => {
      relay.removeAllListeners('exit');
      relay.on('exit', resolve);
      relay.kill();
      honeyHive.close();
      honeyHive.closeAllConnections();
    }),
  };
}
