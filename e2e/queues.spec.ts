import { enqueueJob, expect, signIn, test } from './product.ts';

const register =
  'mutation Register($input: RegisterTaskInput!) { registerTask(input: $input) { userErrors { message } } }';
const upsertQueue =
  'mutation Queue($input: UpsertQueueInput!) { upsertQueue(input: $input) { userErrors { message } } }';

test('a queue is paused, its jobs wait and say why; resumed, they run', async ({ page, person, call }) => {
  await call(upsertQueue, { name: 'mail' });
  await call(register, { name: 'send-letter', queue: 'mail', handler: { builtin: { name: 'noop' } } });
  await signIn(page, { person, path: '/queues' });
  const mail = page.getByRole('table', { name: 'Queues' }).getByRole('row').filter({ hasText: 'mail' });
  await expect(mail).toContainText('Idle');

  await page.getByRole('button', { name: 'Pause mail' }).click();
  const question = page.getByRole('alertdialog', { name: 'Pause the queue mail?' });
  await expect(question).toContainText('Nothing of it starts until somebody resumes it.');
  await question.getByLabel('Reason (optional)').fill('a freeze until Monday');
  await question.getByRole('button', { name: 'Pause queue' }).click();
  await expect(mail).toContainText('Paused');
  await expect(mail).toContainText(': a freeze until Monday');

  await enqueueJob(call, 'send-letter');
  await enqueueJob(call, 'send-letter');
  await expect(mail).toContainText('2 jobs wait until it is resumed');
  await page.getByRole('link', { name: '2 waiting in mail' }).click();
  const letters = page.getByRole('row').filter({ hasText: 'send-letter' });
  await expect(letters).toHaveCount(2);
  await expect(letters.first()).toContainText('the queue "mail" is paused');

  await page.goBack();
  await page.getByRole('button', { name: 'Resume mail' }).click();
  await page.getByRole('button', { name: 'Resume queue' }).click();
  await expect(mail).toContainText('Idle');
  await expect(page.getByRole('link', { name: 'waiting in mail' })).toHaveCount(0);
  await page.getByRole('link', { name: 'mail', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'mail' })).toBeVisible();
  await page.getByRole('link', { name: 'All its jobs' }).click();
  await expect(letters.filter({ hasText: 'Succeeded' })).toHaveCount(2);
});

test('a queue is made with a cap, and a mistake is told at its field', async ({ page, person }) => {
  await signIn(page, { person, path: '/queues' });
  await page.getByRole('button', { name: 'New queue' }).click();
  const dialog = page.getByRole('dialog', { name: 'New queue' });
  await dialog.getByLabel('Name').fill('billing');
  await dialog.getByLabel('Cap').fill('two');
  await dialog.getByRole('button', { name: 'Make queue' }).click();
  await expect(dialog.getByLabel('Cap')).toHaveAccessibleDescription(/A whole number from 0/);
  await dialog.getByLabel('Cap').fill('2');
  await dialog.getByRole('button', { name: 'Make queue' }).click();

  const billing = page.getByRole('row').filter({ hasText: 'billing' });
  await expect(billing).toContainText('0 / 2');
  await page.getByRole('button', { name: 'Edit billing' }).click();
  await page.getByRole('dialog', { name: 'Queue billing' }).getByLabel('Priority').fill('7');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(billing).toContainText('7');
});

test('queues are ordered by a press on a title, keep that order in the address, and are walked by keys', async ({
  page,
  person,
  call,
}) => {
  // Wide enough for the column of priorities.
  await page.setViewportSize({ width: 1680, height: 900 });
  await call(upsertQueue, { name: 'archive', priority: 1 });
  await call(upsertQueue, { name: 'mail', priority: 9 });
  await signIn(page, { person, path: '/queues' });
  const table = page.getByRole('table', { name: 'Queues' });
  const first = table.getByRole('row').nth(1);
  await expect(first).toContainText('archive');
  await expect(table.getByRole('columnheader', { name: 'Queue', exact: true })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );

  await table.getByRole('button', { name: 'Priority' }).click();
  await expect(first).toContainText('mail');
  await expect(table.getByRole('columnheader', { name: 'Priority' })).toHaveAttribute('aria-sort', 'descending');
  await expect(page).toHaveURL(/sort=priority/);
  await page.reload();
  await expect(first).toContainText('mail');
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();

  await page.keyboard.press('j');
  await expect(first).toBeFocused();
  await page.keyboard.press('o');
  await expect(page.getByRole('heading', { level: 1, name: 'mail' })).toBeVisible();
  await expect(page).toHaveURL(/\/queues\/mail$/);
});

test('the page of a queue says what its jobs wait for; a job says gate by gate, and the way out is a press away', async ({
  page,
  person,
  call,
}) => {
  await call(upsertQueue, { name: 'slow', concurrency: 1, weight: 3 });
  const handler = { builtin: { name: 'sleep', options: { ms: 600_000 } } };
  await call(register, { name: 'long-nap', queue: 'slow', handler });
  const running = await enqueueJob(call, 'long-nap');
  await signIn(page, { person, path: '/queues/slow' });
  await expect(page.getByRole('link', { name: /^Running/ })).toContainText('1');
  const waiting = await enqueueJob(call, 'long-nap');
  const waits = page.getByRole('region', { name: 'What they wait for' });
  await expect(waits).toContainText('The queue "slow" runs 1 of at most 1 job', { ignoreCase: true });
  const limits = page.getByRole('table', { name: 'Limits' });
  await expect(limits.getByRole('row').filter({ hasText: 'Jobs of the queue at once' })).toContainText('this queue');

  await expect(limits.getByRole('row').filter({ hasText: 'Jobs of the queue at once' })).toContainText(
    'holds jobs up now',
  );
  await expect(page.getByRole('table', { name: 'By task' }).getByRole('row').nth(1)).toContainText('long-nap');
  const policy = page.getByRole('table', { name: 'Effective policy' });
  await policy.getByRole('button', { name: 'Jobs at once' }).click();
  const ownCap = policy
    .getByRole('list', { name: 'Jobs at once' })
    .getByRole('listitem')
    .filter({ hasText: 'queue slow' });
  await expect(ownCap).toContainText('binds');

  const line = page.getByRole('table', { name: 'First in line' });
  await line.getByRole('link', { name: 'long-nap' }).click();
  await expect(page).toHaveURL(new RegExp(`/jobs/${waiting}$`));
  const cap = page.getByRole('region', { name: 'Gates' }).getByRole('listitem').filter({ hasText: 'Cap of the queue' });
  await expect(cap.getByRole('link', { name: 'long-nap' })).toHaveAttribute('href', new RegExp(`/jobs/${running}$`));
  await cap.getByRole('button', { name: 'Change the queue' }).click();
  const dialog = page.getByRole('dialog', { name: 'Queue slow' });
  await dialog.getByLabel('Cap').fill('0');
  await expect(dialog).toContainText('1 job runs now and finishes');
  await dialog.getByLabel('Cap').fill('2');
  await expect(dialog).toContainText('1 job runs now; with 2 up to 1 more may start at once.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'long-nap' })).toBeVisible();
  await expect(page.getByText('Running', { exact: true }).first()).toBeVisible();
});
