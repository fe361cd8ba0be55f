import { enqueueJob, expect, registerTask, signIn, test } from './product.ts';

const retry = { maxAttempts: 3, strategy: 'FIXED', baseDelay: 'PT1H' };

test('a job that waits for its next try is run now, and runs before your eyes', async ({ page, person, call }) => {
  const options = { times: 1, message: 'the bank did not answer' };
  await registerTask(call, { name: 'book-payment', handler: 'fail', options, retry });
  await enqueueJob(call, 'book-payment');
  await signIn(page, { person, path: '/jobs' });
  const row = page.getByRole('row').filter({ hasText: 'book-payment' });
  await expect(row).toContainText('Scheduled');
  await row.getByRole('link').first().click();

  const attempts = page.getByRole('table', { name: 'Attempts' }).getByRole('row');
  await expect(attempts).toHaveCount(3);
  await expect(attempts.last()).toContainText(/Scheduled.*The next try, in \d+ (min|h)/);
  await expect(page.getByRole('region', { name: 'Why' })).toContainText('the bank did not answer');

  // What keeps it waiting offers the same, beside its own sentence.
  await page.getByRole('button', { name: 'Run now', exact: true }).click();
  await expect(attempts.last()).toContainText('Succeeded');
  await expect(attempts).toHaveCount(3);
  await expect(page.getByRole('table', { name: 'Transitions' })).toContainText('Asked for now');
  await expect(page.getByRole('button', { name: 'Run now' })).toHaveCount(0);
});

test('delayed jobs are run now in bulk, and from a look inside', async ({ page, person, call }) => {
  await registerTask(call, { name: 'send-mail', handler: 'noop' });
  for (let count = 0; count < 3; count += 1) await enqueueJob(call, 'send-mail', { delay: 'PT1H' });
  await signIn(page, { person, path: '/jobs' });
  const rows = page.getByRole('row').filter({ hasText: 'send-mail' });
  await expect(rows.filter({ hasText: 'Scheduled' })).toHaveCount(3);

  await rows.first().click();
  const peek = page.getByRole('complementary', { name: 'Job' });
  await expect(peek.getByRole('list', { name: 'Attempts' })).toContainText('The first try');
  await peek.getByRole('button', { name: 'Run now', exact: true }).click();
  await expect(rows.first()).toContainText('Succeeded');
  await page.keyboard.press('Escape');

  await page.getByRole('checkbox', { name: 'Select all rows shown' }).click();
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Run now …' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Run jobs now' });
  await expect(dialog).toContainText('2 jobs will start as soon as a worker has room');
  await expect(dialog.getByRole('list', { name: 'Left as they are' })).toContainText('already succeeded');
  await dialog.getByRole('button', { name: 'Run 2 jobs now' }).click();
  await expect(rows.filter({ hasText: 'Succeeded' })).toHaveCount(3);
});
