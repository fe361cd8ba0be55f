// How much script and how many letters a page asks for before it shows what it was opened for, in bytes as sent.
import type { Page } from 'playwright/test';
import { addressIn, enqueueJob, expect, publishWorkflow, registerTask, startRun, test } from './product.ts';

const kilobyte = 1_000;

/** Remembers when the first element that matches was there. */
async function awaitFirst(page: Page, selector: string): Promise<void> {
  await page.addInitScript((wanted) => {
    const watch = new MutationObserver(() => {
      if (document.querySelector(wanted) === null) return;
      performance.mark('first-shown');
      watch.disconnect();
    });
    watch.observe(document, { childList: true, subtree: true });
  }, selector);
}

/** What was asked for by then from the console itself, of one kind. */
async function bytesOf(page: Page, ending: '.js' | '.woff2'): Promise<number> {
  await page.waitForFunction(() => performance.getEntriesByName('first-shown').length > 0);
  // The size of a file is known once it is there.
  await page.waitForLoadState('networkidle');
  return await page.evaluate((end) => {
    const shownMs = performance.getEntriesByName('first-shown')[0]?.startTime ?? 0;
    return performance
      .getEntriesByType('resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name, startTime }) => startTime <= shownMs && name.startsWith(location.origin) && name.endsWith(end))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  }, ending);
}

test('a list, the overview and a run load no more script before their first sight than was agreed', async ({
  browser,
  person,
  call,
  product,
}) => {
  await registerTask(call, { name: 'count-stock', handler: 'echo' });
  await enqueueJob(call, 'count-stock');
  await publishWorkflow(call, { name: 'nightly', tasks: [{ id: 'count', type: 'count-stock' }] });
  const run = await startRun(call, 'nightly');
  const pages = [
    { path: '/jobs', first: 'tbody tr[data-key]', kilobytesMax: 243 },
    { path: '/', first: 'main svg[width="100%"]', kilobytesMax: 235 },
    { path: `/runs/${run}`, first: '.react-flow__node', kilobytesMax: 301 },
  ];
  for (const { path, first, kilobytesMax } of pages) {
    // A browser that has nothing of it yet.
    const context = await browser.newContext({ baseURL: product.url });
    await context.addCookies([person.session]);
    const page = await context.newPage();
    await awaitFirst(page, first);
    await page.goto(addressIn(person, path));
    const bytes = await bytesOf(page, '.js');
    expect(bytes / kilobyte, path).toBeGreaterThan(100);
    expect(bytes / kilobyte, path).toBeLessThanOrEqual(kilobytesMax);
    // One file for what is read, and one for ids and code.
    const letters = await bytesOf(page, '.woff2');
    expect(letters / kilobyte, path).toBeGreaterThan(40);
    expect(letters / kilobyte, path).toBeLessThanOrEqual(95);
    await context.close();
  }
});
