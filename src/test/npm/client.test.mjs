// HoneyHive's own client, unmodified, reads through the relay: only its base URL and its key differ.
// What it parses is held against the fixtures the stand-in for HoneyHive answers with.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import axios from 'axios';
import { HoneyHive } from 'honeyhive';
import { SDKError } from 'honeyhive/models/errors/sdkerror.js';

const { RELAY_URL, RELAY_TOKEN } = process.env;
assert.ok(RELAY_URL && RELAY_TOKEN, 'RELAY_URL and RELAY_TOKEN must be set');

const fixtures = new URL('../resources/honeyhive/__files/', import.meta.url);
const bytes = (file) => readFileSync(new URL(file, fixtures));
const json = (file) => JSON.parse(bytes(file));
const { runs, compare, project_id: project } = json('manifest.json');
const [comparison] = compare;

const clientWith = (key) => new HoneyHive({ serverURL: RELAY_URL, bearerAuth: key });
const { experiments } = clientWith(RELAY_TOKEN);

// The client keeps the members it knows, in camel case, and drops the rest: these say which.
const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const known = (from, ...names) =>
  Object.fromEntries(names.filter((name) => name in from).map((name) => [camel(name), from[name]]));

const detail = (from) => ({
  ...known(from, 'metric_name', 'metric_type', 'event_name', 'event_type', 'aggregate', 'values'),
  ...(from.datapoints && { datapoints: known(from.datapoints, 'passed', 'failed') }),
});
const datapoint = (from) => ({
  ...known(from, 'datapoint_id', 'session_id', 'passed'),
  metrics: from.metrics.map((metric) => known(metric, 'name', 'event_name', 'event_type', 'value', 'passed')),
});
const result = (from) => ({
  ...known(from, 'status', 'success', 'passed', 'failed'),
  metrics: { ...known(from.metrics, 'aggregation_function'), details: from.metrics.details.map(detail) },
  datapoints: from.datapoints.map(datapoint),
});
const run = (from) => ({
  ...known(from, 'run_id', 'event_ids', 'dataset_id', 'results', 'configuration', 'metadata', 'status', 'name'),
  createdAt: new Date(from.created_at),
});
const comparedMetric = (from) =>
  known(from, 'metric_name', 'metric_type', 'event_name', 'event_type', 'old_aggregate', 'new_aggregate', 'found_count',
    'improved_count', 'degraded_count', 'same_count', 'improved', 'degraded', 'same', 'old_values', 'new_values');
// In a comparison it knows no member of a run's configuration and metadata.
const comparedRun = (from) => ({ ...run(from), configuration: {}, metadata: {} });

for (const name of ['completed', 'old', 'running', 'pending', 'failed', 'cancelled', 'partial', 'empty', 'unicode', 'errorfield', 'custom']) {
  test(`the result of the run '${name}' is read as HoneyHive gave it`, async () => {
    const expected = result(json(runs[name].result));

    // Once from HoneyHive and, where it may be stored, once from the store.
    for (const aggregate of ['average', 'average', undefined, 'p99']) {
      assert.deepEqual(await experiments.getExperimentResult(runs[name].run_id, project, aggregate), expected);
    }
  });
}

for (const [name, file] of [['completed', 'run.json'], ['old', 'run_old.json'], ['pending', 'run_pending.json'], ['custom', 'run_custom.json']]) {
  test(`the record of the run '${name}' is read as HoneyHive gave it`, async () => {
    const expected = { evaluation: run(json(file).evaluation) };

    assert.deepEqual(await experiments.getRun(runs[name].run_id), expected);
    assert.deepEqual(await experiments.getRun(runs[name].run_id), expected);
  });
}

test('a comparison is read as HoneyHive gave it', async () => {
  const from = json(comparison.compare);

  const read = await experiments.getExperimentComparison(comparison.new, comparison.old, project, 'average');

  assert.deepEqual(read, {
    metrics: from.metrics.map(comparedMetric),
    commonDatapoints: from.commonDatapoints,
    eventDetails: from.event_details.map((event) => known(event, 'event_name', 'event_type', 'presence')),
    oldRun: comparedRun(from.old_run),
    newRun: comparedRun(from.new_run),
  });
  assert.equal(read.newRun.runId, comparison.new);
  assert.equal(read.oldRun.runId, comparison.old);
  assert.deepEqual(read.metrics[0].improved, from.metrics[0].improved);
  assert.deepEqual(read.metrics[1].degraded, from.metrics[1].degraded);
});

test('a client that drops nothing sees every byte', async () => {
  for (const { run_id, result: file } of Object.values(runs)) {
    const answer = await axios.get(`${RELAY_URL.replace(/\/$/, '')}/v1/runs/${run_id}/result`, {
      headers: { Authorization: `Bearer ${RELAY_TOKEN}` },
      responseType: 'arraybuffer',
    });

    assert.match(answer.headers['content-type'], /^application\/json\b/);
    assert.deepEqual(answer.data, bytes(file));
  }
});

const failsWith = (status) => (error) => {
  assert.ok(error instanceof SDKError, `${error}`);
  assert.equal(error.statusCode, status);
  const body = JSON.parse(error.body);
  assert.equal(body.statusCode, status);
  assert.equal(body.success, false);
  assert.ok(body.message.length > 0 && body.errorCode.length > 0);
  return true;
};

test('a run that HoneyHive does not know is a 404 with a message', async () => {
  await assert.rejects(experiments.getRun('no-such-run'), failsWith(404));
  await assert.rejects(experiments.getExperimentResult('no-such-run', project), failsWith(404));
  await assert.rejects(experiments.getExperimentComparison('no-such-run', comparison.old, project), failsWith(404));
});

test('a wrong key is a 401 with a message', async () => {
  const stranger = clientWith('wrong').experiments;

  await assert.rejects(stranger.getRun(comparison.new), failsWith(401));
  await assert.rejects(stranger.getExperimentResult(comparison.new, project), failsWith(401));
});
