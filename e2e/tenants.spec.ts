import type { Page } from 'playwright/test';
import { type Furnished, furnishTenant, routesOf } from './furnished.ts';
import { enqueueJob, expect, registerTask, signIn, test } from './product.ts';

const lists = ['/jobs', '/runs', '/workflows', '/schedules', '/alerts'];
// Well-formed, and never given to anything.
const never = '00000000-0000-7000-8000-000000000000';

test('what belongs to another tenant is not there, in the same words as what never was', async ({
  page,
  call,
  product,
}) => {
  const theirs = await furnishTenant(call);
  const stranger = await product.newPerson();
  await signIn(page, { person: stranger });
  const nothing: Furnished = {
    job: `job_${never}`,
    failedJob: `job_${never}`,
    delayedJob: `job_${never}`,
    run: `run_${never}`,
    workflow: 'never-was',
    schedule: `sch_${never}`,
  };
  const pairs = routesOf(theirs).map((path, place) => ({ path, other: routesOf(nothing)[place] ?? '' }));
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
    await page.goto(path);
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
