import { enqueueJob, expect, publishWorkflow, registerTask, signIn, startRun, test } from './product.ts';

const refused = { times: 1, message: 'line 7 of "orders.csv" is wrong', retryable: false };

test('jobs that fail in the same way are one failure, which is taken on, talked about and resolved', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'import-order', handler: 'fail', options: { ...refused, times: 9 } });
  for (let n = 0; n < 3; n += 1) await enqueueJob(call, 'import-order');
  await signIn(page, { person, path: '/' });
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(page).toHaveURL(/\/failures$/);
  const row = page.getByRole('row').filter({ hasText: 'import-order' });
  await expect(row).toContainText('line # of "…" is wrong');
  await expect(row.getByRole('cell').nth(3)).toContainText('3');
  await row.getByRole('link').click();

  await page.getByRole('button', { name: 'Take on' }).click();
  await expect(page.getByRole('button', { name: 'Give back' })).toBeVisible();
  await page.getByLabel('Comment').fill('the supplier sends a new file');
  await page.getByRole('button', { name: 'Comment' }).click();
  const history = page.getByRole('region', { name: 'History' });
  await expect(history.getByRole('listitem').first()).toContainText('the supplier sends a new file');
  await expect(history).toContainText('took it on');
  await page.getByRole('button', { name: 'Resolve' }).click();
  await page.getByLabel('Reason (optional)').fill('the file is there');
  await page.getByRole('button', { name: 'Resolve failure' }).click();
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible();

  await enqueueJob(call, 'import-order');
  await expect(page.getByRole('button', { name: 'Take on' })).toBeVisible();
  await expect(history).toContainText('it was seen again');
});

test('all of a failure is run again after a dry run, and then it is known whether that helped', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, {
    name: 'print',
    handler: 'fail',
    options: { ...refused, times: 9, message: 'no paper 1' },
  });
  await enqueueJob(call, 'print');
  await signIn(page, { person, path: '/failures' });
  await page.getByRole('link', { name: 'no paper #' }).click();
  await expect(page.getByRole('region', { name: 'Latest examples' })).toContainText('no paper 1');
  await expect(page.getByText('Nobody has retried it yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Run again …' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('1 job will get a new round of attempts');
  await dialog.getByRole('button', { name: 'Run 1 job again' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('region', { name: 'History' })).toContainText('ran again 1 job');
  await expect(page.getByText('One retry so far, and none worked.')).toBeVisible();
});

test('a run and its failed step are one concern, which can be put off', async ({ page, person, call }) => {
  await registerTask(call, { name: 'refuse', handler: 'fail', options: { ...refused, times: 9 } });
  await publishWorkflow(call, { name: 'etl', tasks: [{ id: 'load', type: 'refuse' }] });
  await startRun(call, 'etl');
  await signIn(page, { person, path: '/' });
  const attention = page.getByRole('region', { name: 'Needs attention' });
  const concern = attention.getByRole('link', { name: /etl \/ load/ });
  await expect(concern).toHaveCount(1);
  await concern.click();
  await expect(page.getByRole('link', { name: /^run / })).toBeVisible();
  await page.getByRole('button', { name: 'Snooze' }).click();
  await page.getByRole('menuitem', { name: 'For a day' }).click();
  await expect(page.getByRole('button', { name: 'Wake' })).toBeVisible();
  await page.getByRole('link', { name: 'Failures' }).first().click();
  await expect(page.getByText('Nothing needs attention.')).toBeVisible();
  await page.getByRole('radio', { name: 'Snoozed' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'etl / load' })).toHaveCount(1);
});
