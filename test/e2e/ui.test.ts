import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { skipWithout } from '../support/parts.ts';
import { accessibilityFaults, contrastFaults } from './accessibility.ts';
import { openBrowser, openPage, signIn, type WatchedPage } from './browser.ts';
import { account, appLogLines, appLogs, hostile, otherAccount, trail } from './logs.ts';
import { type RunningApp, startApp } from './running-app.ts';

const skip = skipWithout('chromium') || skipWithout('embedded engine');
const nowMs = Date.now();

suite('the web application in Chromium', { skip }, () => {
  let app: RunningApp;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  before(async () => {
    app = await startApp();
    await app.ingest('app.ndjson', appLogs(nowMs));
    await app.ingest('trail.json', trail(nowMs));
    browser = await openBrowser();
    watched = await openPage(browser, app.url);
    page = watched.page;
  });

  after(async () => {
    await browser?.close();
    await app?.close();
  });

  test('a wrong token is refused, the right one shows the page that was asked for', async () => {
    await page.goto('/events?log_type=app.json');
    await signIn(page, 'not-the-token');
    await page.getByRole('alert').getByText('This token is not known').waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    await signIn(page, app.token);
    await page.getByRole('grid', { name: 'Events' }).waitFor();
    assert.equal(new URL(page.url()).search, '?log_type=app.json');
    const cookies = await page.context().cookies();
    assert.equal(cookies.length, 1);
    assert.equal(cookies[0]?.httpOnly, true);
    assert.equal(cookies[0]?.sameSite, 'Strict');
  });

  test('scripts and styles are sent compressed, kept for good, and no other origin may be asked', async () => {
    const html = await fetch(app.url, { headers: { accept: 'text/html' } });
    assert.match(html.headers.get('content-security-policy') ?? '', /^default-src 'self';/);
    assert.match(html.headers.get('cache-control') ?? '', /no-cache|max-age=0/);
    const files = [...(await html.text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(
      ([, path]) => path,
    );
    assert.ok(files.length >= 2);
    for (const file of files) {
      const { headers, status } = await fetch(`${app.url}${file}`, {
        headers: { 'accept-encoding': 'gzip' },
      });
      assert.equal(status, 200);
      assert.equal(headers.get('content-encoding'), 'gzip');
      assert.match(headers.get('content-type') ?? '', /^(?:application|text)\/(?:javascript|css)/);
      assert.match(headers.get('cache-control') ?? '', /immutable/);
    }
  });

  test('the overview balances the ledger and counts what came in', async () => {
    await page.goto('/');
    const ledger = page.getByRole('region', { name: 'Ledger' });
    await ledger.getByText('Balanced').waitFor();
    const [delivered = Number.NaN, ...terms] = [...(await ledger.innerText()).matchAll(/^[\d,]+$/gm)].map(
      ([text]) => Number(text.replaceAll(',', '')),
    );
    assert.equal(delivered, appLogLines + 41);
    assert.equal(
      terms.reduce((sum, term) => sum + term, 0),
      delivered,
    );
    await page.getByRole('figure', { name: 'Events per minute' }).locator('canvas').waitFor();
    await page.getByText(`${(appLogLines + 41).toLocaleString('en')} events`).waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
  });

  test('hostile text is shown, named and not obeyed', async () => {
    await page.goto('/events?log_type=app.json');
    const row = page.getByRole('row', { name: 'executed' }).first();
    await row.waitFor();
    await row.click();
    const panel = page.getByRole('complementary', { name: 'Event' });
    await panel.getByRole('treeitem', { name: 'executed' }).waitFor();
    await assertHostileShown(page, '[role="treeitem"]');
    for (const tab of ['Columns', 'Raw']) {
      await panel.getByRole('tab', { name: tab }).click();
      await panel.getByRole('tabpanel').getByText('onerror', { exact: false }).first().waitFor();
    }
    await page.goto('/findings');
    await page.getByRole('row', { name: 'executed' }).first().click();
    const finding = page.getByRole('complementary', { name: 'Finding' });
    await finding.getByRole('treeitem', { name: 'executed' }).first().waitFor();
    await assertHostileShown(page, '[role="treeitem"]');
    // Detection already writes the sentence with escapes in words; markup in it is text here too.
    const sentence = await finding.getByText(' called StopLogging on trail ').innerText();
    assert.ok(sentence.includes('<script>window.executed=1</script>'), sentence);
  });

  test('a finding has its own address with the sentence, the event, the rule and the way on', async () => {
    await page.goto('/findings?severity=critical,high');
    await page.getByRole('row').nth(1).click();
    const panel = page.getByRole('complementary', { name: 'Finding' });
    await panel
      .getByRole('link', { name: /^T\d{4}/ })
      .first()
      .waitFor();
    const attack = await panel
      .getByRole('link', { name: /^T\d{4}/ })
      .first()
      .getAttribute('href');
    assert.match(attack ?? '', /^https:\/\/attack\.mitre\.org\/techniques\/T\d{4}\//);
    await panel.getByRole('region', { name: 'Next steps' }).getByRole('listitem').first().waitFor();
    await panel.getByRole('textbox', { name: 'YAML of the rule' }).getByText('StopLogging').first().waitFor();
    const tree = panel.getByRole('tree');
    assert.match(await tree.innerText(), /huge\s*:\s*12345678901234567890/, 'numbers stay exact');
    const address = page.url();
    assert.match(address, /\/findings\/[0-9a-f]+\?severity=critical,high$/);
    await page.reload();
    await panel.getByRole('tree').waitFor();
    assert.equal(page.url(), address);
    assert.deepEqual(await accessibilityFaults(page), []);
    await panel.getByRole('link', { name: '203.0.113.9' }).first().click();
    await page.getByRole('grid', { name: 'Events' }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('search'), '203.0.113.9');
  });

  test('filters of findings live in the address', async () => {
    await page.goto('/findings');
    await page.getByRole('button', { name: 'High' }).click();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('checkbox', { name: account }).click();
    await page.keyboard.press('Escape');
    await page.waitForURL(/account=/);
    const before = await shownView(page);
    assert.equal(before.search, `?severity=high&account=${account}`);
    await page.reload();
    assert.deepEqual(await shownView(page), before);
  });

  test('filters, columns and the open event live in the address', async () => {
    await page.goto('/events');
    await page.getByRole('button', { name: 'Log type' }).click();
    await page.getByRole('checkbox', { name: 'aws.cloudtrail' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('checkbox', { name: otherAccount }).click();
    await page.keyboard.press('Escape');
    await page.getByText('20 of 20 events').waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'user_agent' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('row').nth(3).click();
    await page.getByRole('complementary', { name: 'Event' }).getByRole('tree').waitFor();
    const before = await shownView(page);
    for (const part of [
      'log_type=aws.cloudtrail',
      `account=${otherAccount}`,
      'user_agent',
      'event=',
      'at=',
    ]) {
      assert.ok(before.search.includes(part), `${part} in ${before.search}`);
    }
    await page.reload();
    await page.getByRole('complementary', { name: 'Event' }).getByRole('tree').waitFor();
    assert.deepEqual(await shownView(page), before);
    assert.deepEqual(await accessibilityFaults(page), []);
  });

  test('a brush on the histogram zooms in, and out again', async () => {
    await page.goto('/events?last=6h');
    const plot = page.getByRole('figure').locator('.u-over');
    const box = await plot.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=.*to=/);
    const length = () => {
      const { searchParams } = new URL(page.url());
      return Date.parse(searchParams.get('to') ?? '') - Date.parse(searchParams.get('from') ?? '');
    };
    const zoomed = length();
    assert.ok(Math.abs(zoomed - 5_400_000) < 120_000, `a quarter of six hours, not ${zoomed} ms`);
    const before = page.url();
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await page.waitForURL((url) => url.href !== before);
    assert.equal(length(), zoomed * 2);
  });

  test('thousands of rows scroll, and only those in sight exist', async () => {
    await page.goto('/events?log_type=app.json');
    const grid = page.getByRole('grid', { name: 'Events' });
    await page.getByText(`200 of ${appLogLines.toLocaleString('en')} events`).waitFor();
    await grid.focus();
    await page.keyboard.press('j');
    const all = page.getByText(
      `${appLogLines.toLocaleString('en')} of ${appLogLines.toLocaleString('en')} events`,
    );
    for (let jumps = 0; jumps < 200 && !(await all.isVisible()); jumps += 1) {
      await page.keyboard.press('End');
      await page.waitForTimeout(50);
    }
    await all.waitFor();
    await page.keyboard.press('End');
    await grid.getByText('order 0 placed').first().waitFor();
    const rows = await grid.getByRole('row').count();
    assert.ok(rows < 100, `${rows} rows exist`);
    assert.equal(Number(await grid.getAttribute('aria-rowcount')), appLogLines + 1);
  });

  test('SQL answers, explains its errors, can be cancelled, and lives in the address', async () => {
    await page.goto('/events?sql=');
    const editor = page.getByRole('textbox', { name: 'SQL' });
    await editor.waitFor();
    await replaceText(
      page,
      'SELECT log_type, count() AS events FROM events GROUP BY log_type ORDER BY events DESC',
    );
    await page.keyboard.press('Control+Enter');
    const result = page.getByRole('grid', { name: 'Result' });
    await result.getByText(String(appLogLines)).waitFor();
    assert.match(new URL(page.url()).searchParams.get('sql') ?? '', /^SELECT log_type/);
    await page.reload();
    await result.getByText(String(appLogLines)).waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    const csv = readFileSync(await download.path(), 'utf8');
    assert.equal(csv, `log_type,events\r\napp.json,${appLogLines}\r\naws.cloudtrail,41\r\n`);

    await replaceText(page, 'SELECT nothing_like_this FROM events');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('nothing_like_this').waitFor();
    await page.getByRole('alert').getByText('TW_QUERY').waitFor();

    await replaceText(
      page,
      'SELECT count() FROM events a CROSS JOIN events b CROSS JOIN events c WHERE cityHash64(a.raw, b.raw, c.raw) = 1',
    );
    await page.keyboard.press('Control+Enter');
    await page.getByRole('status').getByText('Running').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The query was cancelled').waitFor();
    await page.getByRole('button', { name: 'Run' }).waitFor();
  });

  test('keys alone lead through the application', async () => {
    await page.goto('/');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await page.getByRole('grid', { name: 'Findings' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: 'Finding' });
    await panel.waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Help and shortcuts' });
    await help.waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByRole('grid', { name: 'Events' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('AKIAEXAMPLE000000001');
    await page.keyboard.press('Enter');
    await page.getByText('41 of 41 events').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('critical');
    await page.keyboard.press('Enter');
    await page.waitForURL(/findings\?severity=critical,high/);
  });

  test('copying gives the value itself, not its visible form', async () => {
    await page.goto(`/events?search=StopLogging`);
    await page.getByRole('row').nth(1).click();
    const panel = page.getByRole('complementary', { name: 'Event' });
    await panel.getByRole('tree').waitFor();
    await panel.getByRole('treeitem', { name: 'userAgent' }).click();
    await panel.getByRole('tree').focus();
    await page.keyboard.press('c');
    await panel.getByText('Copied the value').waitFor();
    assert.equal(await page.evaluate('navigator.clipboard.readText()'), hostile);
  });

  test('both themes are readable, and the choice stays', async () => {
    const theme = () => page.locator('html').getAttribute('data-theme');
    await page.goto('/');
    assert.equal(await theme(), 'light');
    assert.deepEqual(await contrastFaults(page), []);
    const button = page.getByRole('button', { name: 'Theme' });
    await button.click();
    await button.click();
    assert.equal(await theme(), 'dark');
    assert.deepEqual(await contrastFaults(page), []);
    await page.reload();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    assert.equal(await theme(), 'dark');
    const system = await openPage(browser, app.url, 'dark');
    await system.page.goto('/');
    await system.page.getByLabel('Admin token').waitFor();
    assert.equal(await system.page.locator('html').getAttribute('data-theme'), 'dark');
    await system.page.context().close();
    assert.deepEqual(system.problems, []);
  });

  test('an empty range says where the data is', async () => {
    await page.goto('/events?from=2020-01-01T00:00:00.000Z&to=2020-01-02T00:00:00.000Z');
    await page.getByText('No events in this time range').waitFor();
    await page.getByRole('button', { name: 'Show all data' }).click();
    await page.getByRole('grid', { name: 'Events' }).waitFor();
    assert.equal(new URL(page.url()).search, '?last=all');
    await page.goto('/findings/00000000000000000000000000000000');
    await page.getByRole('alert').getByText('TW_NOT_FOUND').waitFor();
    await page.goto('/no/such/page');
    await page.getByText('There is no such page').waitFor();
  });

  test('a dead letter leads from the ledger to its reason', async () => {
    await app.ingest('broken.json', '{"Records":[{"eventVersion":"1.11","eventTime":');
    await page.goto('/');
    const ledger = page.getByRole('region', { name: 'Ledger' });
    await ledger.getByText('Balanced').waitFor();
    await ledger.getByRole('link', { name: 'Why' }).click();
    await page.getByRole('grid', { name: 'Result' }).getByText('broken.json').first().waitFor();
    await page.getByRole('grid', { name: 'Result' }).getByText('TW_').first().waitFor();
  });

  test('signing out ends it', async () => {
    await page.goto('/findings');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Admin token').waitFor();
    const status: unknown = await page.evaluate("fetch('/api/v1/findings').then(({ status }) => status)");
    assert.equal(status, 401);
  });

  test('nothing was executed, refused by the policy, thrown or asked of another host', () => {
    assert.deepEqual(watched.problems, []);
  });
});

/** Every hostile part is on the page as text: markup literally, the escape and the overrides as marks, apart from their surroundings. */
async function assertHostileShown(page: Page, within: string): Promise<void> {
  const text = await page.locator(within, { hasText: 'executed' }).first().innerText();
  assert.ok(text.includes('<script>window.executed=1</script>'), text);
  assert.ok(text.includes('␛[31mred'), text);
  assert.ok(text.includes('U+202E'), text);
  assert.doesNotMatch(text, /[^\P{Cc}\n\t]|\p{Cf}/u);
  assert.equal(await page.evaluate('window.executed'), undefined);
  assert.equal(await page.locator('img').count(), 0);
  const isolation = page.locator(within).locator('.untrusted', { hasText: 'executed' }).first();
  assert.equal(await isolation.evaluate((element) => getComputedStyle(element).unicodeBidi), 'isolate');
}

/** What a reload must bring back: the address, the rows, and how many there are. */
async function shownView(page: Page): Promise<{ search: string; rows: string[] }> {
  const grid = page.locator('[data-grid][aria-busy="false"]');
  await grid.getByRole('row').nth(1).waitFor();
  return { search: new URL(page.url()).search, rows: await grid.getByRole('row').allInnerTexts() };
}

async function replaceText(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'SQL' }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}
