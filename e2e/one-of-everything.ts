/** A tenant with one of everything, and every route of the console in it. */
import type { Page } from 'playwright/test';
import type { Person } from '#testing/product.ts';
import {
  addressIn,
  type Call,
  createSchedule,
  enqueueJob,
  expect,
  idOf,
  publishWorkflow,
  registerTask,
  startRun,
} from './product.ts';

/** What was made; ids as the API gives them. */
export type OneOfEverything = {
  job: string;
  failedJob: string;
  delayedJob: string;
  run: string;
  batch: string;
  workflow: string;
  schedule: string;
  failure: string;
  alert: string;
  lock: string;
};

/** Makes it: a job of each mood, a run with a branch that caught a failure, a schedule, an alert. */
export async function makeOneOfEverything(call: Call): Promise<OneOfEverything> {
  await registerTask(call, { name: 'echo', handler: 'echo' });
  await registerTask(call, { name: 'nap', handler: 'sleep', options: { ms: 600_000 } });
  const options = { times: 9, message: 'no such invoice', retryable: false };
  await registerTask(call, { name: 'refuse', handler: 'fail', options });
  await registerLateTask(call);
  const tasks = [
    { id: 'broken', type: 'refuse' },
    { id: 'never', type: 'echo', dependencies: ['broken'] },
    { id: 'caught', type: 'echo', dependencies: [{ task: 'broken', on: 'failure' }] },
  ];
  const workflow = 'branches';
  await publishWorkflow(call, { name: workflow, tasks });
  const schedule = await createSchedule(call, { name: 'hourly', cron: '@hourly', target: { task: 'echo' } });
  await enqueueJob(call, 'echo');
  await enqueueJob(call, 'late-report');
  const [job, failedJob] = [await enqueueJob(call, 'nap'), await enqueueJob(call, 'refuse')];
  const delayedJob = await enqueueJob(call, 'echo', { delay: 'PT1H' });
  const batch = await rerunOne(call);
  const run = await startRun(call, workflow);
  return {
    job,
    failedJob,
    delayedJob,
    run,
    batch,
    workflow,
    schedule,
    failure: await findFailure(call),
    alert: await findAlert(call),
    lock: await findLock(call),
  };
}

/** A batch of the one run that was cut off. */
async function rerunOne(call: Call): Promise<string> {
  await publishWorkflow(call, { name: 'long', tasks: [{ id: 'nap', type: 'nap' }] });
  const run = await startRun(call, 'long');
  const errors = 'userErrors { message }';
  await call(`mutation Cancel($input: CancelRunInput!) { cancelRun(input: $input) { ${errors} } }`, { id: run });
  const start = `mutation Rerun($input: StartRerunBatchInput!) { startRerunBatch(input: $input) { batch { id } ${errors} } }`;
  return idOf(await call(start, { filter: { ids: [run] } }), 'batch');
}

/** The failure of the job that failed: there a second or two after it. */
function findFailure(call: Call): Promise<string> {
  const document = 'query Failures($input: FailureFilter) { failures(first: 1, filter: $input) { nodes { id } } }';
  return firstId(() => call(document, { task: 'refuse' }), /flr_[0-9a-f-]+/);
}

/** The alert about the job that breaks its service level. */
function findAlert(call: Call): Promise<string> {
  return firstId(() => call('query Alerts { alerts(first: 1) { nodes { id } } }', {}), /alr_[0-9a-f-]+/);
}

async function firstId(read: () => Promise<unknown>, pattern: RegExp): Promise<string> {
  let id = '';
  await expect
    .poll(async () => {
      id = pattern.exec(JSON.stringify(await read()))?.[0] ?? '';
      return id;
    })
    .not.toBe('');
  return id;
}

/** The mutex of the late report. */
function findLock(call: Call): Promise<string> {
  const document = 'query Locks($input: LockFilter) { locks(first: 1, filter: $input) { nodes { id } } }';
  return firstId(() => call(document, { key: 'reports' }), /gat_[0-9a-f-]+/);
}

/** A job of this task breaks its service level at once, which opens an alert. */
async function registerLateTask(call: Call): Promise<void> {
  const document =
    'mutation Register($input: RegisterTaskInput!) { registerTask(input: $input) { userErrors { message } } }';
  const handler = { builtin: { name: 'sleep', options: { ms: 600_000 } } };
  await call(document, { name: 'late-report', handler, mutex: ['reports'], sla: { maxDuration: 'PT0.1S' } });
}

/** The screens that need nothing to be there and that neither navigation nor settings lead to: they tell of all others. */
const otherRoutes = ['/workflows/new', '/schedules/new', '/settings?tab=tokens'];

/** Every screen that needs nothing to be there: where the navigation leads, each section of the settings, and the others. */
export async function plainRoutes(page: Page, person: Person): Promise<string[]> {
  const places = await linksOf(page, { person, name: 'Main', moreThan: 8 });
  await page.goto(addressIn(person, '/settings'));
  // Which sections are theirs is known with who they are.
  await expect(page.getByRole('button', { name: /^Account: \w/ })).toBeVisible();
  const sections = await linksOf(page, { person, name: 'Settings', moreThan: 2 });
  return [...new Set([...places, ...sections, ...otherRoutes])];
}

async function linksOf(
  page: Page,
  { person, name, moreThan }: { person: Person; name: string; moreThan: number },
): Promise<string[]> {
  const links = page.getByRole('navigation', { name, exact: true }).getByRole('link');
  await expect.poll(() => links.count(), `the navigation ${name} leads somewhere`).toBeGreaterThan(moreThan);
  const addresses = await Promise.all((await links.all()).map((link) => link.getAttribute('href')));
  return addresses.map((address) => (address ?? '').replace(`/t/${person.tenant}`, '') || '/');
}

/** The screens of single things. */
export function routesOf(made: OneOfEverything): string[] {
  const { job, failedJob, delayedJob, run, batch, workflow, schedule, failure, alert, lock } = made;
  return [
    `/jobs/${job}`,
    `/jobs/${failedJob}`,
    `/jobs/${delayedJob}`,
    `/runs/${run}`,
    `/runs/${run}?tab=timeline`,
    `/runs/${run}?tab=steps`,
    `/runs/${run}?tab=variables`,
    `/runs/${run}?tab=events`,
    `/runs/${run}?tab=log`,
    `/reruns/${batch}`,
    `/workflows/${workflow}`,
    `/workflows/${workflow}?tab=definition`,
    `/workflows/${workflow}?tab=versions`,
    `/workflows/${workflow}/edit`,
    `/schedules/${schedule}`,
    `/schedules/${schedule}/edit`,
    '/queues/default',
    '/tasks/echo',
    '/tasks/echo?tab=versions',
    '/tasks/echo/edit',
    '/tasks/new',
    `/failures/${failure}`,
    `/alerts/${alert}`,
    `/locks/${lock}`,
  ];
}
