// Every page in a real browser: phone and wide, light and dark, by keyboard and without script.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { TOKEN, comparisons, results, start } from './relay.mjs';

const IMAGES = 'docs/images';
const STRUCTURE = 'src/test/browser/structure';
const AGAIN = process.env.PAGES_WRITE === 'true';
const PHONE = { width: 375, height: 800 };
const WIDE = { width: 1280, height: 860 };
const NEWEST = '/views/runs/support-answers-1119';
let relay, browser;

before(async () => {
  relay = await start();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu',
    '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});
after(async () => {
  await browser?.close();
  await relay?.stop();
});

/** Lets `look` have a page, and fails if the page complained, or asked anybody but the relay. */
async function visit(path, look, options = {}) {
  const { status = 200, clock = false, ...settings } = options;
  const context = await browser.newContext({ viewport: WIDE, httpCredentials: { username: 'me', password: TOKEN }, ...settings });
  const page = await context.newPage();
  if (clock) await page.clock.install();
  const complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => { complaints.push(dialog.message()); dialog.dismiss(); });
  page.on('request', (request) => { if (!request.url().startsWith(relay.url) && !request.url().startsWith('data:')) complaints.push(request.url()); });
  try {
    const response = await page.goto(relay.url + path);
    assert.equal(response.status(), status);
    await look(page, complaints);
    // A browser says itself that an answer was no success.
    assert.deepEqual(complaints.filter((text) => status === 200 || !text.startsWith('Failed to load resource')), []);
  } finally {
    await context.close();
  }
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
/** Fails if somebody could not read or reach what is on the page; of long tables the beginning counts. */
async function check(page, rules) {
  const axe = new AxeBuilder({ page }).exclude('tbody tr:nth-child(n+8)');
  const found = await (rules ? axe.withRules(rules) : axe).analyze();
  assert.deepEqual(found.violations.map((rule) => `${rule.id}: ${rule.nodes[0].html}`), []);
}
const painted = (page) => page.evaluate(() => [...document.querySelectorAll('figure:not([hidden]) canvas')].map((canvas) =>
  canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value !== 0)));

const PAGES = ['/views', '/views?name=hostile', '/views?compare=support-answers-1119', '/views/trend', '/views/trend?name=support-answers',
  '/views/trend?run_ids=hostile,big,ci-48213,no-such-run', ...[...results.keys()].filter((run) => !/^support-answers-11(0|1[0-7])/.test(run)).map((run) => `/views/runs/${run}`),
  ...[...comparisons.keys()].map((runs) => `/views/runs/${runs.replace('/', '/compare/')}`)];

for (const path of PAGES) {
  test(`${path} can be read on a phone and a wide screen, in light and dark`, () => visit(path, async (page) => {
    assert.equal(await overflow(page), 0);
    await check(page);
    assert.ok((await painted(page)).every(Boolean));
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(WIDE);
    assert.equal(await overflow(page), 0);
    await check(page, ['color-contrast']);
    assert.equal(await page.evaluate(() => window.pwned), undefined);
  }, { viewport: PHONE }));
}

test('each figure is drawn, and says in words what it shows', () => visit('/views/trend?name=support-answers', async (page) => {
  assert.deepEqual(await painted(page), [true, true]);
  assert.match(await page.locator('.plot').first().getAttribute('aria-label'), /^answer_correctness.* over 12 runs/);
  const plot = page.locator('.plot canvas').first();
  const box = await plot.boundingBox();
  await page.mouse.move(box.x + box.width - 12, box.y + 20);
  assert.match(await page.locator('.tip').first().textContent(), /^support-answers, Nov 19: 0\.8/);
  await page.mouse.click(box.x + box.width - 12, box.y + 20);
  await page.waitForURL(`**${NEWEST}`);
}));

test('two thousand data points are a table and plots, the failed ones first', () => visit('/views/runs/big', async (page) => {
  assert.equal(await page.locator('#datapoints tbody tr').count(), 2000);
  assert.equal((await page.locator('#datapoints tbody tr').first().textContent()).includes('failed'), true);
  assert.deepEqual(await painted(page), [true, true, true]);
}));

test('a table sorts by keyboard, up, down and as it was', () => visit('/views/runs/big', async (page) => {
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to content');
  const head = page.locator('#datapoints th', { hasText: 'latency' });
  const column = () => page.locator('#datapoints tbody tr td:nth-child(4)').evaluateAll((cells) => cells.map((cell) => Number(cell.textContent)));
  const original = await column();
  await head.getByRole('button').focus();
  await page.keyboard.press('Enter');
  assert.equal(await head.getAttribute('aria-sort'), 'ascending');
  assert.deepEqual(await column(), original.toSorted((a, b) => a - b));
  await page.keyboard.press('Space');
  assert.equal(await head.getAttribute('aria-sort'), 'descending');
  assert.deepEqual(await column(), original.toSorted((a, b) => b - a));
  await page.keyboard.press('Enter');
  assert.equal(await head.getAttribute('aria-sort'), null);
  assert.deepEqual(await column(), original);
}));

test('everything that can be clicked can be reached and seen by keyboard', () => visit(NEWEST, async (page) => {
  const wanted = await page.locator('a, button, input:not([type=hidden]), select, [tabindex="0"]').count();
  const reached = new Set();
  for (let number = 0; number < wanted + 2; number++) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) return null;
      element.dataset.number ??= String(document.querySelectorAll('[data-number]').length);
      return { number: element.dataset.number, outline: getComputedStyle(element).outlineStyle };
    });
    if (seen) {
      assert.notEqual(seen.outline, 'none');
      reached.add(seen.number);
    }
  }
  assert.equal(reached.size, wanted);
}));

test('without script a page says the same', async () => {
  let scripted, plain;
  const cells = (page) => page.locator('td').allTextContents();
  await visit(NEWEST, async (page) => { scripted = await cells(page); });
  await visit(NEWEST, async (page) => {
    plain = await cells(page);
    assert.equal(await page.locator('.figures').isVisible(), false);
  }, { javaScriptEnabled: false });
  assert.ok(plain.length > 10);
  assert.deepEqual(plain, scripted);
});

test('forms lead to the metric, the name and the run that are chosen', () => visit('/views', async (page) => {
  await page.locator('input[name=name]').fill('support-answers');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/views?name=support-answers&status=');
  await page.getByRole('link', { name: 'support-answers' }).first().click();
  await page.locator('select[name=metric]').selectOption('helpfulness');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.waitForURL(/metric=helpfulness/);
  assert.equal(await page.locator('#metrics tbody tr').count(), 1);
  await page.getByRole('link', { name: 'Compare with another run' }).click();
  await page.getByRole('link', { name: 'compare', exact: true }).first().click();
  await page.waitForURL('**/views/runs/support-answers-1119/compare/support-answers-1118');
  assert.match(await page.locator('h1').textContent(), /against/);
}));

/** Makes HoneyHive know a run of that id that is going on, as `change` leaves it. */
const goingOn = (id, change = () => {}) => {
  const run = structuredClone(results.get('support-answers-1119'));
  run.run_object.run_id = id;
  run.status = run.run_object.status = 'running';
  change(run);
  results.set(id, run);
  return run;
};
const complete = (run) => { run.status = run.run_object.status = 'completed'; };
const isLook = (response) => response.request().resourceType() === 'fetch';

test('a run that is going on is looked at again, with a 304 as long as nothing changes', async () => {
  const run = goingOn('going-on');
  const context = await browser.newContext({ httpCredentials: { username: 'me', password: TOKEN } });
  const page = await context.newPage();
  const asked = [];
  await page.clock.install();
  await page.goto(`${relay.url}/views/runs/going-on`);
  // The browser has its icon when it likes to.
  page.on('response', (response) => { if (!response.url().endsWith('.svg')) asked.push(response); });
  for (let look = 0; look < 3; look++) {
    const looked = page.waitForResponse(isLook);
    await page.clock.runFor(10_000);
    await looked;
  }
  assert.deepEqual(asked.map((response) => `${response.status()} ${response.url()}`), Array(3).fill(`304 ${relay.url}/views/runs/going-on`));
  complete(run);
  const changed = page.waitForResponse((response) => isLook(response) && response.status() === 200);
  await page.clock.runFor(10_500);
  await changed;
  await page.getByText('yes, completed at HoneyHive').waitFor();
  assert.equal(await page.locator('.notice').count(), 0);
  assert.deepEqual(await painted(page), [true, true]);
  await context.close();
});

test('new numbers come into a page without taking a choice, an order or the place of a person, and draw what was not there', async () => {
  const run = goingOn('beginning', (result) => { result.later = result.datapoints; result.datapoints = []; });
  await visit('/views/runs/beginning', async (page) => {
    assert.equal(await page.locator('figure').count(), 0);
    await page.locator('select[name=aggregate_function]').selectOption('median');
    const head = page.locator('#metrics th', { hasText: 'Value' });
    await head.getByRole('button').click();
    await head.getByRole('button').click();
    run.datapoints = run.later;
    const changed = page.waitForResponse((response) => isLook(response) && response.status() === 200);
    await page.clock.runFor(10_500);
    await changed;
    await page.locator('figure').first().waitFor();
    assert.deepEqual(await painted(page), [true, true]);
    assert.equal(await page.locator('select[name=aggregate_function]').inputValue(), 'median');
    assert.equal(await head.getAttribute('aria-sort'), 'descending');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Value');
  }, { clock: true });
});

test('a look that fails is said to have failed on every page, until one succeeds', async () => {
  for (const path of ['/views', NEWEST, `${NEWEST}/compare/support-answers-1118`, '/views/trend?name=support-answers']) {
    await visit(path, async (page, complaints) => {
      let answer = null;
      await page.route((url) => !url.pathname.includes('/assets/'), (route) => (answer ? answer(route) : route.continue()));
      const look = () => page.clock.runFor(60_000);
      const status = (code) => (route) => route.fulfill({ status: code, body: '{}', contentType: 'application/problem+json' });
      for (const [code, words] of [[401, 'log in again'], [403, 'may no longer'], [404, 'no longer there'], [429, 'too many'], [502, 'was 502'], [418, 'was 418']]) {
        answer = status(code);
        await look();
        await page.locator('.unread', { hasText: words }).waitFor();
        assert.equal(await page.locator('.unread').count(), 1);
        assert.match(await page.locator('#news').textContent(), /could not be read/);
      }
      answer = (route) => route.fulfill({ status: 200, body: '<main>Log in</main>', contentType: 'text/html' });
      await look();
      await page.locator('.unread', { hasText: 'another page' }).waitFor();
      assert.ok((await page.locator('td').count()) > 0);
      await check(page, ['color-contrast']);
      answer = null;
      await look();
      await page.locator('.unread').waitFor({ state: 'detached' });
      // A browser says itself that an answer was no success.
      complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.startsWith('Failed to load resource')));
    }, { clock: true });
  }
});

test('a run that has ended without being completed is looked at once a minute', async () => {
  const run = goingOn('ended');
  run.status = run.run_object.status = 'cancelled';
  await visit('/views/runs/ended', async (page) => {
    let looks = 0;
    page.on('request', (request) => { looks += request.resourceType() === 'fetch' ? 1 : 0; });
    await page.clock.runFor(55_000);
    assert.equal(looks, 0);
    const looked = page.waitForResponse(isLook);
    await page.clock.runFor(10_000);
    await looked;
    assert.equal(looks, 1);
  }, { clock: true });
});

test('the first thing is painted before any script has come', async () => {
  const context = await browser.newContext({ httpCredentials: { username: 'me', password: TOKEN } });
  const page = await context.newPage();
  await page.route('**/*.js', () => {});
  await page.goto(`${relay.url}${NEWEST}`, { waitUntil: 'commit' });
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0, { timeout: 5000 });
  assert.equal(await page.locator('h1').textContent().then((text) => text.startsWith('support-answers')), true);
  await context.close();
});

test('on paper there are plots and whole tables, dark as the screen may be, and nothing to click', () => visit(NEWEST, async (page) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  assert.equal(await page.locator('form').isVisible(), false);
  assert.equal(await page.locator('.actions').isVisible(), false);
  assert.deepEqual(await painted(page), [true, true]);
  await check(page, ['color-contrast']);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()), '#fff');
  assert.match(await page.locator('#asked').evaluate((time) => getComputedStyle(time, '::after').content), /20\d\d-/);
  assert.equal(await page.locator('.table').last().evaluate((box) => getComputedStyle(box).overflowX), 'visible');
}));

test('whoever has no token gets the log-in box, and is told what belongs into it', async () => {
  // As a browser sends it; Node's own fetch says that a script asks.
  const refusal = await new Promise((resolve, reject) => get(`${relay.url}/views`, { headers: { accept: 'text/html,*/*;q=0.8' } }, resolve)
    .on('error', reject));
  assert.equal(refusal.statusCode, 401);
  assert.match(refusal.headers['www-authenticate'], /^Basic realm=/);
  const body = (await refusal.toArray()).join('');
  const context = await browser.newContext();
  const page = await context.newPage();
  // The browser itself shows it to whoever closes the box.
  await page.route('**/views', (route) => route.fulfill({ status: 403, body, contentType: 'text/html',
    headers: { 'content-security-policy': refusal.headers['content-security-policy'] } }));
  await page.goto(`${relay.url}/views`);
  assert.match(await page.locator('main').textContent(), /any user name and a token of the relay/);
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('nav')).display), 'flex');
  await check(page);
  await context.close();
});

test('what cannot be shown is told in a page, in the dark as well', async () => {
  await visit('/views/runs/no-such-run', async (page) => {
    assert.equal(await page.locator('h1').textContent(), 'HoneyHive knows no such run');
    assert.equal(await overflow(page), 0);
    await check(page);
  }, { status: 404, colorScheme: 'dark', viewport: PHONE });
  relay.fail(true);
  try {
    await visit('/views/runs/never-read', (page) => check(page), { status: 502 });
    // The list is asked for each time, and is not there now.
    await visit('/views', (page) => check(page), { status: 502 });
  } finally {
    relay.fail(false);
  }
});

const SHOWN = { runs: '/views?name=support-answers', run: '/views/runs/big', comparison: `${NEWEST}/compare/support-answers-1118`,
  trend: '/views/trend?name=support-answers' };
for (const [name, path] of Object.entries(SHOWN)) {
  test(`the README's image of ${path} shows the page as it is`, () => visit(path, async (page) => {
    // Of long tables the beginning is enough.
    await page.evaluate(() => document.querySelectorAll('tbody').forEach((body) => [...body.rows].slice(12).forEach((row) => row.remove())));
    // What it looks like is made of these files, whose names change with their bytes.
    const files = await page.evaluate(() => [...document.querySelectorAll('link[rel=stylesheet], script[src]')]
      .map((link) => (link.href || link.src).replace(/.*\//, '')).filter((name) => !name.startsWith('page-') || name.endsWith('.css')).sort());
    const structure = `# ${files.join(' ')}\n${await page.locator('body').ariaSnapshot()}`.replaceAll(/just now|\d+ (second|minute)s? ago/g, 'just now')
      .replaceAll(/for (\d+ (second|minute)s?|less than a second)|\d+ (second|minute)s?/g, 'for a while');
    const file = `${STRUCTURE}/${name}.yml`, image = `${IMAGES}/${name}.png`;
    if (AGAIN) {
      mkdirSync(IMAGES, { recursive: true });
      mkdirSync(STRUCTURE, { recursive: true });
      writeFileSync(file, `${structure}\n`);
      await page.screenshot({ path: image });
    }
    assert.equal(structure, readFileSync(file, 'utf8').trimEnd(), `the page has changed: make its image again, as CONTRIBUTING.md says`);
    assert.ok(existsSync(image) && statSync(image).size < 150_000);
  }, { viewport: { width: 1280, height: 800 } }));
}
