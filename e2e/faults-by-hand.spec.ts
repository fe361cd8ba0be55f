import type { Locator, Page, Route } from 'playwright/test';
import { addressIn, type Call, createSchedule, enqueueJob, expect, registerTask, signIn, test } from './product.ts';

const longName = `reconcile-${'every-account-of-the-night-'.repeat(5)}end`.slice(0, 120);

type Body = { operationName?: string; variables?: Record<string, unknown> };

/** Keeps the answers to some requests back until they are let go. Counts them. */
async function holdAnswers(page: Page, isHeld: (body: Body) => boolean) {
  const held: Route[] = [];
  let isHolding = true;
  let count = 0;
  await page.route('**/graphql', async (route) => {
    const body: Body = route.request().postDataJSON() ?? {};
    if (!isHeld(body)) return route.fallback();
    count += 1;
    if (isHolding) held.push(route);
    else await route.fallback();
  });
  const letGo = async () => {
    isHolding = false;
    for (const route of held.splice(0)) await route.fallback();
  };
  return { letGo, count: () => count };
}

async function pauseQueue(call: Call): Promise<void> {
  const document =
    'mutation Pause($input: UpsertQueueInput!) { upsertQueue(input: $input) { userErrors { message } } }';
  await call(document, { name: 'default', paused: true });
}

test('while another job is on its way, the look inside offers nothing that would act on the one before', async ({
  page,
  person,
  call,
}) => {
  await pauseQueue(call);
  await registerTask(call, { name: 'first-task', handler: 'echo' });
  await registerTask(call, { name: 'second-task', handler: 'echo' });
  await enqueueJob(call, 'first-task');
  const second = await enqueueJob(call, 'second-task');
  await signIn(page, { person, path: '/jobs' });
  const answers = await holdAnswers(page, (body) => body.operationName === 'Job' && body.variables?.id === second);
  const panel = page.getByRole('complementary', { name: 'Job' });
  await page
    .getByRole('row')
    .filter({ hasText: 'first-task' })
    .getByRole('cell', { name: /^Pending/ })
    .first()
    .click();
  await expect(panel.getByRole('button', { name: 'Cancel job' })).toBeVisible();
  await page
    .getByRole('row')
    .filter({ hasText: 'second-task' })
    .getByRole('cell', { name: /^Pending/ })
    .first()
    .click();
  await expect.poll(() => answers.count()).toBeGreaterThan(0);
  await expect(panel.getByText('first-task')).toHaveCount(0);
  await expect(panel.getByRole('button', { name: 'Cancel job' })).toHaveCount(0);
  await answers.letGo();
  await expect(panel.getByRole('heading', { name: 'second-task' })).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Cancel job' })).toBeVisible();
});

test('Enter in a reason passes no button that is busy or cannot be pressed, and presses one that can', async ({
  page,
  person,
  call,
}) => {
  await pauseQueue(call);
  await registerTask(call, { name: 'wait-here', handler: 'echo' });
  for (let count = 0; count < 2; count += 1) await enqueueJob(call, 'wait-here');
  await signIn(page, { person, path: '/jobs?q=task:wait-here' });
  const selection = page.getByRole('region', { name: 'Selection' });
  const dialog = page.getByRole('alertdialog');
  const reason = dialog.getByLabel('Reason');
  await page.getByRole('row').filter({ hasText: 'wait-here' }).getByRole('checkbox').first().click();

  // A job that waits cannot be tried again: of those that are meant by their query, nothing would be done.
  await expect(selection.getByRole('button', { name: 'Retry …' })).toBeDisabled();
  await selection.getByRole('button', { name: 'Select all 2 that match' }).click();
  const retries = await holdAnswers(page, (body) => body.operationName === 'RetryJobs');
  await retries.letGo();
  await selection.getByRole('button', { name: 'Retry …' }).click();
  const retry = dialog.getByRole('button', { name: /^Retry/ });
  await expect(retry).not.toHaveAttribute('aria-busy');
  await expect(retry).toBeDisabled();
  await reason.fill('again');
  await reason.press('Enter');
  await reason.press('Enter');
  await expect(dialog).toBeVisible();
  await expect.poll(() => retries.count()).toBe(1);
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();

  const cancels = await holdAnswers(page, (body) => body.operationName === 'CancelJobs');
  await selection.getByRole('button', { name: 'Cancel …' }).click();
  await expect.poll(() => cancels.count()).toBe(1);
  await reason.fill('not needed');
  await reason.press('Enter');
  await cancels.letGo();
  await expect(dialog).toContainText('2 jobs will be cancelled');
  expect(cancels.count()).toBe(1);
  await reason.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('row').filter({ hasText: 'Cancelled' })).toHaveCount(2);
});

test('a button that is busy keeps the focus and cannot be pressed again', async ({ page, person, call }) => {
  await registerTask(call, { name: 'by-night', handler: 'echo' });
  const id = await createSchedule(call, { name: 'nightly', cron: '0 3 * * *', target: { task: 'by-night' } });
  await signIn(page, { person, path: `/schedules/${id}` });
  const answers = await holdAnswers(page, (body) => body.operationName === 'TriggerSchedule');
  const button = page.getByRole('button', { name: 'Run now' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(button).toHaveAttribute('aria-busy', 'true');
  await expect(button).toBeFocused();
  await expect.poll(() => answers.count()).toBe(1);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await expect(button).toHaveAttribute('aria-busy', 'true');
  await answers.letGo();
  await expect(page.getByText('Fired by hand')).toBeVisible();
  await expect(button).toBeFocused();
  expect(answers.count()).toBe(1);
});

test('an undo that does not get through says so, though the job that offered it is looked at no more', async ({
  page,
  person,
  call,
}) => {
  await pauseQueue(call);
  await registerTask(call, { name: 'take-back', handler: 'echo' });
  const id = await enqueueJob(call, 'take-back');
  await signIn(page, { person, path: `/jobs/${id}` });
  await page.getByRole('button', { name: 'Cancel job' }).click();
  await expect(page.getByText('The job is cancelled.')).toBeVisible();
  await page.getByRole('link', { name: 'Queues' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Queues' })).toBeVisible();
  await page.route('**/graphql', async (route) => {
    const body: Body = route.request().postDataJSON() ?? {};
    if (body.operationName === 'RetryJob') await route.abort();
    else await route.fallback();
  });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText('cannot be reached');
});

test('what is cut is read whole by pointer and by keyboard, can be pointed at, and goes with Esc', async ({
  page,
  person,
  call,
}) => {
  await page.setViewportSize({ width: 1_100, height: 700 });
  await pauseQueue(call);
  await registerTask(call, { name: longName, handler: 'echo' });
  await registerTask(call, { name: 'short', handler: 'echo' });
  await enqueueJob(call, longName);
  await enqueueJob(call, 'short');
  await signIn(page, { person, path: '/jobs' });
  const whole = page.getByRole('tooltip').filter({ hasText: longName });
  const rows = page.getByRole('table', { name: 'Jobs' }).getByRole('row');
  const cut = rows.filter({ hasText: longName }).getByRole('link', { name: longName });
  await cut.hover({ position: { x: 20, y: 6 } });
  await expect(whole).toBeVisible();
  await whole.hover();
  await page.mouse.move(5, 5);
  await expect(whole).toHaveCount(0);
  await rows.filter({ hasText: 'short' }).getByRole('link', { name: 'short' }).hover();
  await cut.hover({ position: { x: 20, y: 6 } });
  await expect(whole).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(whole).toHaveCount(0);
  await page.mouse.move(5, 5);

  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(rows.filter({ hasText: longName })).toBeFocused();
  await expect(whole).toBeVisible();
  await page.keyboard.press('o');
  const panel = page.getByRole('complementary', { name: 'Job' });
  await expect(panel).toBeVisible();
  // What came along with the focus keeps no key from the panel.
  await page.keyboard.press('Escape');
  await expect(whole).toHaveCount(0);
  await expect(panel).toHaveCount(0);
});

test('what is cut is read whole by a touch, and by a long one where a short one opens something', async ({
  browser,
  baseURL,
  person,
  call,
  product,
}) => {
  const page = await browser.newPage({ baseURL, hasTouch: true, viewport: { width: 760, height: 700 } });
  const colleague = await product.newColleague(person, 'OPERATOR');
  await pauseQueue(call);
  await registerTask(call, { name: longName, handler: 'echo' });
  await enqueueJob(call, longName);
  await signIn(page, { person, path: '/settings' });
  const whole = page.getByRole('tooltip');
  // It takes the focus, which the first cell then takes from it.
  await page.getByRole('link', { name: 'Members' }).tap();
  const members = page.getByRole('table', { name: 'Members' }).getByRole('row');
  await members
    .filter({ hasText: person.email })
    .getByRole('cell', { name: /^Edits/ })
    .tap();
  await expect(whole).toHaveText('Edits, and manages members, tokens and the tenant.');
  await members
    .filter({ hasText: colleague.email })
    .getByRole('cell', { name: /^Reads/ })
    .tap();
  await expect(whole).toHaveText('Reads, enqueues, cancels, retries, pauses and resolves.');
  await page.getByRole('heading', { level: 1 }).tap();
  await expect(whole).toHaveCount(0);

  await page.goto(addressIn(person, '/jobs'));
  const cut = page.getByRole('table', { name: 'Jobs' }).getByRole('link', { name: longName });
  const finger = await fingerOn(page, cut);
  await expect(whole).toContainText(longName);
  await finger.lift();
  await expect(whole).toContainText(longName);
  await expect(page).toHaveURL(addressIn(person, '/jobs'));
  await expect(page.getByRole('complementary', { name: 'Job' })).toHaveCount(0);
  await cut.tap({ position: { x: 20, y: 6 } });
  await expect(page.getByRole('heading', { level: 1, name: longName })).toBeVisible();
  await page.close();
});

/** Lays a finger on the beginning of a text and leaves it there. */
async function fingerOn(page: Page, text: Locator): Promise<{ lift: () => Promise<void> }> {
  const box = await text.boundingBox();
  if (box === null) throw new Error('there is nothing to touch');
  const touch = await page.context().newCDPSession(page);
  const touchPoints = [{ x: box.x + 20, y: box.y + box.height / 2 }];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  return {
    lift: async () => {
      await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    },
  };
}
