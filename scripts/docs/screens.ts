/**
 * `npm run screens [-- --at URL --email E --password P]`: takes the pictures of docs/images. It starts a Taskflow of its
 * own on a fresh database, gives the demo a past and waits until its first runs have ended; with --at it looks at one
 * that runs already.
 */
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { ensureChromium } from '#scripts/checks/chromium.ts';
import { freePort } from '#scripts/free-port.ts';
import { startLocalPostgres } from '#scripts/postgres/local-postgres.ts';
import { type Ready, readyMessage, startTaskflow, stopTaskflow } from '#scripts/taskflow-process.ts';
import { giveHistory } from './screens-history.ts';

type Picture = { name: string; path: string; awaits: string };

const images = join(import.meta.dirname, '../../docs/images');
const themes = ['light', 'dark'] as const;
const viewport = { width: 1_280, height: 800 };
// A page of the README loads them all.
const sizeBytesMax = 200_000;
// The demo's longest run takes a minute.
const runMsMax = 240_000;
const pollMs = 1_000;
// Charts and layouts come to rest.
const restMs = 1_500;

const createSchedule = `mutation ($input: CreateScheduleInput!) {
  createSchedule(input: $input) { userErrors { message } }
}`;
const schedules: JsonObject[] = [
  {
    name: 'Invoices',
    cron: 'weekdays at 07:00',
    timeZone: 'Europe/Berlin',
    target: { task: 'rehearse-invoice-batch' },
  },
  {
    name: 'Stock count',
    cron: '0 22 * * 0',
    timeZone: 'America/Chicago',
    target: { task: 'rehearse-step' },
  },
  {
    name: 'Books closed',
    cron: 'month-end at 18:00',
    timeZone: 'Europe/London',
    target: { workflow: 'nightly-payroll' },
  },
  {
    name: 'Partner files',
    cron: '0 */6 * * *',
    timeZone: 'Asia/Kolkata',
    target: { workflow: 'partner-import' },
    paused: true,
  },
  {
    name: 'Year in figures',
    cron: '@yearly',
    timeZone: 'UTC',
    target: { task: 'rehearse-slow-report' },
  },
];

const { values: options } = parseArgs({
  options: { at: { type: 'string' }, email: { type: 'string' }, password: { type: 'string' } },
});

if (options.at === undefined) await onFreshProduct(takePictures);
else await takePictures({ url: options.at, email: options.email ?? '', password: options.password ?? '' });

async function onFreshProduct(work: (ready: Required<Ready>) => Promise<void>): Promise<void> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'taskflow-screens-'));
  // The server's account must be able to pass through.
  await chmod(dataDirectory, 0o711);
  const postgres = await startLocalPostgres({ dataDirectory, port: await freePort() });
  const taskflow = startTaskflow({ dataDirectory, databaseUrl: postgres.url });
  try {
    const { url, email, password } = await readyMessage(taskflow.child);
    if (email === undefined || password === undefined) throw new Error('a fresh Taskflow tells how to sign in');
    await giveHistory(postgres.url);
    await work({ url, email, password });
    const fault = await stopTaskflow(taskflow.child);
    if (fault !== undefined) throw new Error(fault);
  } catch (fault) {
    console.error(taskflow.log());
    throw fault;
  } finally {
    taskflow.child.kill('SIGKILL');
    await postgres.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

async function takePictures({ url, email, password }: Required<Ready>): Promise<void> {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const { state, run, home } = await signInAndWait(browser, { url, email, password });
    for (const theme of themes) {
      const context = await browser.newContext({ baseURL: url, viewport, colorScheme: theme, storageState: state });
      const page = await context.newPage();
      for (const picture of picturesOf({ run, home })) await take(page, picture, theme);
      await context.close();
    }
  } finally {
    await browser.close();
  }
}

/** `home` is the address of the tenant. */
function picturesOf({ run, home }: { run: string; home: string }): Picture[] {
  return [
    { name: 'overview', path: home, awaits: 'main h1' },
    { name: 'run-graph', path: `${home}/runs/${run}`, awaits: '.react-flow__node' },
    { name: 'editor', path: `${home}/workflows/release-train/edit?step=roll-out`, awaits: '.react-flow__node' },
    { name: 'run-timeline', path: `${home}/runs/${run}?tab=timeline`, awaits: 'main svg' },
    { name: 'schedules', path: `${home}/schedules`, awaits: 'main table, main section' },
  ];
}

async function take(page: Page, { name, path, awaits }: Picture, theme: string): Promise<void> {
  await page.goto(path);
  await page.locator(awaits).first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(restMs);
  const file = join(images, `${name}-${theme}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
  const { size } = await stat(file);
  console.log(`docs/images/${name}-${theme}.png ${Math.round(size / 1_000)} kB`);
  if (size > sizeBytesMax) throw new Error(`${name}-${theme}.png is larger than ${sizeBytesMax} bytes`);
}

async function signInAndWait(browser: Browser, { url, email, password }: Required<Ready>) {
  const context = await browser.newContext({ baseURL: url, viewport });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  const home = new URL(page.url()).pathname;
  if (options.at === undefined) await createSchedules(page);
  const run = await settledRun(page);
  const state = await context.storageState();
  await context.close();
  return { state, run, home };
}

/** The payroll whose bank did not answer: a failure, retries, a branch that catches it and steps that were not taken. */
async function settledRun(page: Page): Promise<string> {
  const deadline = Date.now() + runMsMax;
  while (Date.now() < deadline) {
    const runs = await readRuns(page);
    const payroll = runs.find(({ bankFaults }) => bankFaults === 3);
    if (payroll !== undefined && runs.every(({ isOpen }) => !isOpen)) return payroll.id;
    await delay(pollMs);
  }
  throw new Error(`the demo's runs have not ended within ${runMsMax} ms`);
}

type DemoRun = { id: string; bankFaults: Json | undefined; isOpen: boolean };

async function readRuns(page: Page): Promise<DemoRun[]> {
  const data = await ask(
    page,
    '{ runs(first: 50, filter: { workflow: "nightly-payroll" }) { nodes { id state variables } } }',
  );
  const nodes = isJsonObject(data.runs) && Array.isArray(data.runs.nodes) ? data.runs.nodes : [];
  return nodes.filter(isJsonObject).map(({ id, state, variables }) => ({
    id: String(id),
    bankFaults: isJsonObject(variables) ? variables.bankFaults : undefined,
    isOpen: state === 'RUNNING' || state === 'PAUSED',
  }));
}

/** More than the demo's own three, in several zones; none of them fires while the pictures are taken. */
async function createSchedules(page: Page): Promise<void> {
  for (const schedule of schedules) await ask(page, createSchedule, { input: schedule });
}

/** Asks the API as the person who is signed in. */
async function ask(page: Page, query: string, variables: JsonObject = {}): Promise<JsonObject> {
  const answer: unknown = await page.evaluate(async (body) => {
    const headers = { 'content-type': 'application/json' };
    return await (await fetch('/graphql', { method: 'POST', headers, body })).json();
  }, JSON.stringify({ query, variables }));
  if (isJsonObject(answer) && isJsonObject(answer.data)) return answer.data;
  throw new Error(`the API answered ${JSON.stringify(answer)}`);
}
