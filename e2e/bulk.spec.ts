import { type Call, enqueueJob, expect, publishWorkflow, registerTask, signIn, startRun, test } from './product.ts';

test('jobs are cancelled in bulk after a dry run that says what stays as it is and why', async ({
  page,
  person,
  call,
}) => {
  await pauseQueue(call, 'default');
  await registerTask(call, { name: 'move-files', handler: 'echo' });
  for (let count = 0; count < 3; count += 1) await enqueueJob(call, 'move-files');
  await signIn(page, { person, path: '/jobs?q=task:move-files' });
  const rows = page.getByRole('row').filter({ hasText: 'move-files' });
  await expect(rows).toHaveCount(3);
  await rows.first().getByRole('checkbox').click();
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Cancel …' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel 1 job', exact: true }).click();
  await expect(rows.filter({ hasText: 'Cancelled' })).toHaveCount(1);

  await page.getByRole('checkbox', { name: 'Select all rows shown' }).click();
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('3 jobs selected');
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Cancel …' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Cancel jobs' });
  await expect(dialog).toContainText('2 jobs will be cancelled');
  await expect(dialog.getByRole('list', { name: 'Left as they are' })).toContainText('already cancelled');
  await dialog.getByLabel('Reason').fill('the disk is full');
  await dialog.getByRole('button', { name: 'Cancel 2 jobs' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(rows.filter({ hasText: 'Cancelled' })).toHaveCount(3);

  await rows.first().getByRole('link').first().click();
  await expect(page.getByRole('table', { name: 'Transitions' })).toContainText('Cancelled');
});

test('a cancelling of waiting jobs is taken back', async ({ page, person, call }) => {
  await pauseQueue(call, 'default');
  await registerTask(call, { name: 'move-files', handler: 'echo' });
  for (let count = 0; count < 2; count += 1) await enqueueJob(call, 'move-files');
  await signIn(page, { person, path: '/jobs' });
  const rows = page.getByRole('row').filter({ hasText: 'move-files' });
  await expect(rows).toHaveCount(2);
  await page.getByRole('checkbox', { name: 'Select all rows shown' }).click();
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Cancel …' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel 2 jobs' }).click();
  await expect(rows.filter({ hasText: 'Cancelled' })).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows.filter({ hasText: 'Pending' })).toHaveCount(2);
});

test('all jobs that a query asks for are tried again, not only those that are shown', async ({
  page,
  person,
  call,
}) => {
  const options = { times: 1, message: 'the bank did not answer', retryable: false };
  await registerTask(call, { name: 'book-payment', handler: 'fail', options });
  const count = 60;
  for (let made = 0; made < count; made += 1) await enqueueJob(call, 'book-payment');
  await signIn(page, { person, path: '/jobs?q=task:book-payment' });
  await page.getByRole('button', { name: `Failed ${count}` }).click();
  const bar = page.getByRole('combobox', { name: 'Filter jobs' });
  await expect(bar).toHaveValue('task:book-payment state:failed');
  await expect(page.getByText(`${count} jobs`, { exact: true })).toBeVisible();
  await page.getByRole('row').nth(1).getByRole('checkbox').click();
  const strip = page.getByRole('region', { name: 'Selection' });
  await strip.getByRole('button', { name: `Select all ${count} that match` }).click();
  await strip.getByRole('button', { name: 'Retry …' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Retry jobs' });
  await expect(dialog.getByRole('list', { name: 'The first of them' }).getByRole('listitem')).toHaveCount(20);
  await dialog.getByRole('button', { name: `Retry ${count} jobs` }).click();
  await expect(page.getByText(`${count} jobs to be tried again`)).toBeVisible();
  await page.getByRole('row').nth(1).getByRole('link').first().click();
  await expect(page.getByRole('table', { name: 'Transitions' })).toContainText('Pending');
});

test('runs are counted by state, cancelled together where they are open, and run again where they failed', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'broken', handler: 'fail', options: { times: 9, retryable: false } });
  await registerTask(call, { name: 'slow', handler: 'sleep', options: { ms: 600_000 } });
  for (const name of ['broken', 'slow']) {
    await publishWorkflow(call, { name: `${name} orders`, tasks: [{ id: 'only', type: name }] });
    for (let count = 0; count < 2; count += 1) await startRun(call, `${name} orders`);
  }
  await signIn(page, { person, path: '/runs' });
  const rows = page.getByRole('table', { name: 'Runs' }).getByRole('row');
  await expect(page.getByRole('button', { name: 'Failed 2' })).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select all rows shown' }).click();
  const strip = page.getByRole('region', { name: 'Selection' });
  await expect(strip).toContainText('4 runs selected: 2 running, 2 failed');
  await expect(strip.getByRole('button', { name: 'Resume …' })).toBeDisabled();
  await strip.getByRole('button', { name: 'Cancel …' }).click();
  const cancelling = page.getByRole('alertdialog', { name: 'Cancel runs' });
  await expect(cancelling).toContainText('2 runs will end with everything in them');
  await expect(cancelling.getByRole('list', { name: 'Left as they are' })).toContainText('already failed');
  await cancelling.getByLabel('Reason').fill('started twice');
  await cancelling.getByRole('button', { name: 'Cancel 2 runs' }).click();
  await expect(rows.filter({ hasText: 'started twice' })).toHaveCount(2);

  await page.getByRole('button', { name: 'Failed 2' }).click();
  await expect(rows).toHaveCount(3);
  await page.getByRole('checkbox', { name: 'Select all rows shown' }).click();
  await strip.getByRole('button', { name: 'Rerun …' }).click();
  const again = page.getByRole('alertdialog');
  await again.getByRole('combobox', { name: 'How many a minute' }).click();
  await page.getByRole('option', { name: '600', exact: true }).click();
  await again.getByRole('button', { name: 'Rerun 2 runs' }).click();
  const progress = page.getByRole('region', { name: 'Progress' });
  await expect(progress).toContainText('2 failed');
});

test('failed jobs are tried again by fewer than ten keys, from the command palette and from the menu of a row', async ({
  page,
  person,
  call,
}) => {
  const options = { message: 'the bank did not answer', retryable: false };
  await registerTask(call, { name: 'book-payment', handler: 'fail', options });
  for (let made = 0; made < 4; made += 1) await enqueueJob(call, 'book-payment');
  await signIn(page, { person, path: '/jobs?q=state:failed' });
  const rows = page.getByRole('row').filter({ hasText: 'book-payment' });
  await expect(rows).toHaveCount(4);
  // What is tried again waits, so that it is not done before anybody has looked.
  await pauseQueue(call, 'default');
  const dialog = page.getByRole('alertdialog', { name: 'Retry jobs' });

  await page.keyboard.press('j');
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('What can be done to the row, or to the selection');
  await page.keyboard.press('Escape');
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press('.');
  const menu = page.getByRole('menu', { name: /^Acts on book-payment/ });
  await expect(menu.getByRole('menuitem', { name: 'Retry 1 job …' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('1 job will get a new round of attempts');
  await page.keyboard.press('Enter');
  await expect(rows.filter({ hasText: 'Pending' })).toHaveCount(1);
  await expect(rows.first()).toBeFocused();

  // Eight keys: a range of rows, the palette with its first offer, and the confirmation.
  for (const key of ['j', 'x', 'j', 'j', 'Shift+X']) await page.keyboard.press(key);
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('3 jobs selected');
  await page.keyboard.press('Control+k');
  const offer = page.getByRole('option', { name: 'Retry 3 jobs …' });
  await expect(offer).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('3 jobs will get a new round of attempts');
  await page.keyboard.press('Enter');
  await expect(page.getByText('3 jobs to be tried again')).toBeVisible();
  await expect(rows.filter({ hasText: 'Pending' })).toHaveCount(4);
});

async function pauseQueue(call: Call, name: string): Promise<void> {
  const document =
    'mutation Queue($input: UpsertQueueInput!) { upsertQueue(input: $input) { userErrors { message } } }';
  await call(document, { name, paused: true });
}
