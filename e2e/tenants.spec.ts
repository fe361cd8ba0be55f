import type { Page } from 'playwright/test';
import type { Person } from '#testing/product.ts';
import { makeOneOfEverything, type OneOfEverything, routesOf } from './one-of-everything.ts';
import { addressIn, type Call, enqueueJob, expect, registerTask, signIn, test } from './product.ts';

const lists = ['/jobs', '/runs', '/workflows', '/schedules', '/alerts'];
const upsertQueue =
  'mutation Queue($input: UpsertQueueInput!) { upsertQueue(input: $input) { userErrors { message } } }';
// Well-formed, and never given to anything.
const never = '00000000-0000-7000-8000-000000000000';

test('what belongs to another tenant is not there, in the same words as what never was', async ({
  page,
  call,
  product,
}) => {
  const theirs = await makeOneOfEverything(call);
  const stranger = await product.newPerson();
  await signIn(page, { person: stranger });
  const nothing: OneOfEverything = {
    job: `job_${never}`,
    failedJob: `job_${never}`,
    delayedJob: `job_${never}`,
    run: `run_${never}`,
    batch: `rrb_${never}`,
    workflow: 'never-was',
    schedule: `sch_${never}`,
    failure: `flr_${never}`,
    alert: `alr_${never}`,
    lock: never,
  };
  const [there, nowhere] = [routesOf(theirs), routesOf(nothing)].map((paths) =>
    paths.map((path) => addressIn(stranger, path)),
  );
  // A screen that names nothing of theirs is the stranger's own.
  const pairs = (there ?? [])
    .map((path, place) => ({ path, other: nowhere?.[place] ?? '' }))
    .filter(({ path, other }) => path !== other);
  expect(pairs.length).toBeGreaterThan(12);
  for (const { path, other } of pairs) {
    const said = await wordsAt(page, path);
    expect(said, path).toMatch(/no such|not exist|nothing here|not found|no (?:job|run|workflow|schedule)/i);
    expect(said, path).toBe(await wordsAt(page, other));
  }
});

test('the lists of another tenant stay empty while others work, and show what is one’s own', async ({
  page,
  browser,
  baseURL,
  person,
  call,
  product,
}) => {
  const stranger = await product.newPerson();
  await signIn(page, { person: stranger, path: '/jobs' });
  await registerTask(call, { name: 'secret-merger', handler: 'noop' });
  await enqueueJob(call, 'secret-merger');
  // Whoever belongs there sees it, so it has happened.
  const theirs = await browser.newPage({ baseURL });
  await signIn(theirs, { person, path: '/jobs' });
  await expect(theirs.getByRole('row').filter({ hasText: 'secret-merger' })).toContainText('Succeeded');
  await theirs.close();
  for (const path of lists) {
    await page.goto(addressIn(stranger, path));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('status', { name: 'Loading' }), page.url()).toHaveCount(0);
    await expect(page.getByText('secret-merger'), path).toHaveCount(0);
  }
});

test('an address that leads nowhere says so, keeps the navigation and leads back', async ({ page, person }) => {
  await signIn(page, { person });
  await page.goto('/no/such/screen');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await page.getByRole('link', { name: 'To the overview' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
});

test('an address from before leads to the tenant last used, with what stood in it', async ({
  page,
  person,
  product,
}) => {
  const other = await product.newPerson(person);
  for (const here of [person, other]) {
    await signIn(page, { person: here, path: '/settings' });
    await page.goto('/jobs?q=state:dead&tz=utc');
    await expect(page).toHaveURL(addressIn(here, '/jobs?q=state:dead&tz=utc'));
    await expect(page.getByRole('combobox', { name: 'Filter jobs' })).toHaveValue('state:dead');
    await page.goto(`/runs/run_${never}?tab=steps`);
    await expect(page).toHaveURL(addressIn(here, `/runs/run_${never}?tab=steps`));
    await page.goto('/');
    await expect(page).toHaveURL(addressIn(here, '/'));
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  }
});

test('a tenant that one may not enter is not there, in the same words as one that never was', async ({
  page,
  person,
  product,
}) => {
  const stranger = await product.newPerson();
  await signIn(page, { person });
  const said = [];
  for (const slug of [stranger.tenant, 'never-was', 'Never%20Was']) {
    await page.goto(`/t/${slug}/jobs`);
    await expect(page.getByRole('main').getByRole('alert')).toContainText(
      'a tenant that does not exist, or that you may not enter',
    );
    await expect(page.getByRole('link', { name: person.tenantName })).toBeVisible();
    said.push((await page.getByRole('main').textContent()) ?? '');
  }
  expect(new Set(said).size).toBe(1);
  expect(said[0]).not.toContain(stranger.tenantName);
  await page.getByRole('link', { name: person.tenantName }).click();
  await expect(page).toHaveURL(addressIn(person, '/'));
});

test('a tab stays in its tenant while another one changes over, and what is paused there is its own queue', async ({
  page,
  context,
  person,
  call,
  product,
}) => {
  const other = await product.newPerson(person);
  for (const each of [call, product.callAs(other)]) await each(upsertQueue, { name: 'mail' });
  await signIn(page, { person, path: '/queues' });
  const second = await context.newPage();
  await signIn(second, { person, path: '/queues' });
  await second.getByRole('button', { name: `Tenant: ${person.tenantName}` }).click();
  await second.getByRole('menuitem', { name: other.tenantName }).click();
  await expect(second).toHaveURL(addressIn(other, '/queues'));
  const theirs = second.getByRole('row').filter({ hasText: 'mail' });
  await expect(theirs).toContainText('Idle');

  await page.getByRole('button', { name: 'Pause mail' }).click();
  await page.getByRole('button', { name: 'Pause queue' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'mail' })).toContainText('Paused');
  expect(await pausedQueues(product, person)).toEqual(['mail']);
  expect(await pausedQueues(product, other)).toEqual([]);
  await second.reload();
  await expect(theirs).toContainText('Idle');
});

test('a link to a job shows it in its own tenant, wherever the tab was before', async ({
  page,
  person,
  call,
  product,
}) => {
  const other = await product.newPerson(person);
  await registerTask(call, { name: 'weigh-parcel', handler: 'noop' });
  const job = await enqueueJob(call, 'weigh-parcel');
  await signIn(page, { person: other, path: '/jobs' });
  await page.goto(addressIn(person, `/jobs/${job}`));
  await expect(page.getByRole('heading', { level: 1, name: 'weigh-parcel' })).toBeVisible();
  await expect(page.getByRole('button', { name: `Tenant: ${person.tenantName}` })).toBeVisible();
  // From there into the other tenant: its jobs, since this one is not among them.
  await page.getByRole('button', { name: `Tenant: ${person.tenantName}` }).click();
  await page.getByRole('menuitem', { name: other.tenantName }).click();
  await expect(page).toHaveURL(addressIn(other, '/jobs'));
  await expect(page.getByText('weigh-parcel')).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'weigh-parcel' })).toBeVisible();
});

test('what is kept of a person ends when they sign out, and stays apart between tenants', async ({
  page,
  person,
  product,
}) => {
  const other = await product.newPerson(person);
  await signIn(page, { person, path: '/api-explorer' });
  const query = page.getByRole('textbox', { name: 'Query' });
  await query.fill('{ secretMerger }');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click();
  await page.reload();
  await expect(query).toContainText('secretMerger');
  await page.goto(addressIn(other, '/api-explorer'));
  await expect(query).toContainText('{');
  await expect(query).not.toContainText('secretMerger');

  await expect.poll(() => keptTexts(page)).toContain('secretMerger');
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect.poll(() => keptTexts(page)).not.toMatch(/secretMerger|taskflow:|last-tenant/);
  // What belongs to the machine stays.
  expect(await keptTexts(page)).toContain('dark');
});

test('who signs out in one tab leaves nothing in the others, nor in one that is away meanwhile', async ({
  page,
  context,
  person,
  call,
}) => {
  await registerTask(call, { name: 'weigh-parcel', handler: 'noop' });
  const job = await enqueueJob(call, 'weigh-parcel');
  const [other, away] = [await context.newPage(), await context.newPage()];
  await signIn(page, { person, path: '/jobs' });
  for (const tab of [other, away]) {
    await signIn(tab, { person, path: `/jobs/${job}` });
    await tab.goto(addressIn(person, '/api-explorer'));
    await tab.getByRole('textbox', { name: 'Query' }).fill('{ secretMerger }');
    await tab.getByRole('button', { name: 'Run', exact: true }).click();
    for (const what of ['explorer history', 'explorer query', 'recent', 'secretMerger', job])
      await expect.poll(() => keptTexts(tab)).toContain(what);
  }
  // Nothing but the other tab tells it, and no page of the console is there to be told.
  await other.getByRole('button', { name: 'Pause live updates' }).click();
  await away.goto('about:blank');

  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect(other).toHaveURL(/\/sign-in\?next=/);
  await away.goto('/sign-in');
  for (const tab of [page, other, away]) {
    await expect(tab.getByRole('button', { name: 'Sign in' })).toBeEnabled();
    await expect.poll(() => keptTexts(tab)).not.toMatch(/secretMerger|taskflow:|last-tenant/);
  }
});

test('who is removed from a tenant while a list of it is open sees nothing of it any more, and stays signed in', async ({
  page,
  person,
  call,
  product,
}) => {
  const colleague = await product.newColleague(person, 'OPERATOR');
  const traffic = await watchList(page, { person: colleague, call });
  await product.removeMember(colleague);
  await expect(page.getByRole('alert').filter({ hasText: 'that you may not enter' })).toBeVisible();
  await expect(page.getByText('There is no tenant that you may enter')).toBeVisible();
  await expectNothingOf(page, person);
  await expect(page).toHaveURL(addressIn(colleague, '/jobs'));
  expect(await traffic.ofMinutesAfter()).toEqual({ loads: 0, questions: 0 });
  expect(traffic.loads()).toBe(0);
});

test('whose session is ended elsewhere while a list is open is asked to sign in, once, and comes back to it', async ({
  page,
  person,
  call,
  product,
}) => {
  const traffic = await watchList(page, { person, call });
  const { name, value } = person.session;
  await fetch(`${product.url}/api/session`, { method: 'DELETE', headers: { cookie: `${name}=${value}` } });
  await expect(page.getByRole('heading', { name: 'Sign in to Taskflow' })).toBeVisible();
  await expectNothingOf(page, person);
  expect(await traffic.ofMinutesAfter()).toEqual({ loads: 0, questions: 0 });
  expect(traffic.loads()).toBe(1);

  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(addressIn(person, '/jobs'));
  await expect(page.getByRole('row').filter({ hasText: 'secret-merger' })).toBeVisible();
});

/** Opens the list of jobs with one in it, and counts from then on how often the page is loaded and what it asks. */
async function watchList(page: Page, { person, call }: { person: Person; call: Call }) {
  await registerTask(call, { name: 'secret-merger', handler: 'noop' });
  await enqueueJob(call, 'secret-merger');
  await page.clock.install();
  await signIn(page, { person, path: '/jobs' });
  await expect(page.getByRole('row').filter({ hasText: 'secret-merger' })).toBeVisible();
  let [loads, questions] = [0, 0];
  page.on('request', (request) => {
    if (request.isNavigationRequest()) loads += 1;
    if (request.url().endsWith('/graphql')) questions += 1;
  });
  return {
    loads: () => loads,
    /** What the page does in the next minutes, all of whose timers fall due. */
    ofMinutesAfter: async () => {
      const before = { loads, questions };
      await page.clock.runFor('03:00');
      return { loads: loads - before.loads, questions: questions - before.questions };
    },
  };
}

async function expectNothingOf(page: Page, { tenantName }: Person): Promise<void> {
  await expect(page.getByText('secret-merger')).toHaveCount(0);
  await expect(page.getByText(tenantName)).toHaveCount(0);
  await expect(page.getByRole('navigation', { name: 'Main' })).toHaveCount(0);
}

type Product = { url: string; adminToken: string };

/** The names of the queues that are paused, as the API tells them. */
async function pausedQueues({ url, adminToken }: Product, { tenant }: Person): Promise<string[]> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${adminToken}`, 'taskflow-tenant': tenant },
    body: JSON.stringify({ query: '{ queues { name paused } }' }),
  });
  const { data }: { data: { queues: { name: string; paused: boolean }[] } } = await answer.json();
  return data.queues.filter(({ paused }) => paused).map(({ name }) => name);
}

/** Everything that the browser keeps for this tab. */
async function keptTexts(page: Page): Promise<string> {
  return await page.evaluate(() => JSON.stringify([{ ...window.localStorage }, { ...window.sessionStorage }]));
}

/** What the screen says at an address, without the ids and names that the reader brought along. */
async function wordsAt(page: Page, path: string): Promise<string> {
  await page.goto(path);
  const main = page.getByRole('main');
  await expect(main).not.toBeEmpty();
  await expect(main).toContainText(/\w/);
  await expect(page.getByRole('status', { name: 'Loading' }), page.url()).toHaveCount(0);
  const words = (await main.textContent()) ?? '';
  const named = /(?:…|[a-z]{3}_)[0-9a-f-]{8,36}|[0-9a-f]{8}\b|branches|never-was/g;
  return words.replaceAll(named, '·').replaceAll(/\s+/g, ' ').trim();
}
