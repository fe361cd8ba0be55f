/** A headless browser in front of a console, and how a page is measured in it. */
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright';
import { benchTenant, type Person } from '#bench/stage/world.ts';
import { ensureChromium } from '#scripts/checks/chromium.ts';
import { installProbe, type Probe } from './page-probe.ts';

export type Visitor = {
  /** A new page with nothing in its cache, signed in. */
  open(): Promise<Page>;
  close(): Promise<void>;
};

const viewport = { width: 1_280, height: 800 };
const waitMsMax = 60_000;

/** Where a path of the console stands. */
export function addressOf(path: string): string {
  return `/t/${benchTenant}${path}`;
}

/** Starts the browser and signs the person in through the form. */
export async function openVisitor(url: string, person: Person): Promise<Visitor> {
  const executablePath = await ensureChromium();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const cookies = await signIn(browser, url, person);
  let context: BrowserContext | undefined;
  return {
    open: async () => {
      await context?.close();
      context = await browser.newContext({ baseURL: url, viewport, storageState: cookies });
      context.setDefaultTimeout(waitMsMax);
      await context.addInitScript(installProbe);
      return await context.newPage();
    },
    close: () => browser.close(),
  };
}

async function signIn(browser: Browser, url: string, person: Person) {
  const context = await browser.newContext({ baseURL: url, viewport });
  const page = await context.newPage();
  page.setDefaultTimeout(waitMsMax);
  await page.goto(addressOf('/jobs'));
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Milliseconds from the start of the navigation until the frame after the first element that matches. */
export async function shownAfterMs(page: Page, selector: string): Promise<number> {
  return await page.evaluate((wanted) => window.probe.shownAt(wanted), selector);
}

/** The page's own figures since the last time they were asked for. */
export async function takeFigures(page: Page): Promise<ReturnType<Probe['take']>> {
  return await page.evaluate(() => window.probe.take());
}

/** The scripts that the page began to load within the first `beforeMs`, in bytes as sent. */
export async function scriptsLoaded(page: Page, beforeMs: number): Promise<{ bytes: number; files: number }> {
  return await page.evaluate((limit) => {
    const loaded = performance
      .getEntriesByType('resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming);
    const scripts = loaded.filter(
      ({ name, startTime }) => startTime <= limit && new URL(name).pathname.endsWith('.js'),
    );
    return { bytes: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0), files: scripts.length };
  }, beforeMs);
}

/** Milliseconds that the page's main thread has worked so far. */
export async function workedMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
}

/** Counts the messages of events that reach the page from now on. */
export function countEvents(page: Page): () => number {
  let count = 0;
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"type":"next"')) count += 1;
    });
  });
  return () => count;
}
