import { enqueueJob, expect, registerTask, signIn, test } from './product.ts';

test('a job turns from running to succeeded before your eyes', async ({ page, person, call }) => {
  await registerTask(call, { name: 'ship-parcel', handler: 'sleep', options: { ms: 2_500 } });
  await signIn(page, { person, path: '/jobs' });
  await expect(page.getByText('There are no jobs yet.')).toBeVisible();

  await enqueueJob(call, 'ship-parcel');
  const row = page.getByRole('row').filter({ hasText: 'ship-parcel' });
  await expect(row).toContainText('Running');
  await expect(row).toContainText('Succeeded');
  await expect(row).toContainText(/[2-9]\.\d s/);
});

test('new jobs wait above the list until they are asked for', async ({ page, person, call }) => {
  await registerTask(call, { name: 'print-label', handler: 'noop' });
  await enqueueJob(call, 'print-label');
  await signIn(page, { person, path: '/jobs' });
  const rows = page.getByRole('row').filter({ hasText: 'print-label' });
  await expect(rows).toHaveCount(1);

  await enqueueJob(call, 'print-label');
  await enqueueJob(call, 'print-label');
  const news = page.getByRole('button', { name: '2 new' });
  await expect(news).toBeVisible();
  await expect(rows).toHaveCount(1);
  await news.click();
  await expect(rows).toHaveCount(3);
});

test('a filter stands in the address, and going back takes it away again', async ({ page, person, call }) => {
  await registerTask(call, { name: 'count-stock', handler: 'noop' });
  await enqueueJob(call, 'count-stock');
  await signIn(page, { person, path: '/jobs' });
  await expect(page.getByRole('row').filter({ hasText: 'count-stock' })).toBeVisible();

  await page.getByRole('button', { name: 'Dead' }).click();
  await expect(page).toHaveURL(/\/jobs\?q=state:dead$/);
  await expect(page.getByText('No job matches these filters.')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('row').filter({ hasText: 'count-stock' })).toBeVisible();
});

test('a dead job says why it died, and every attempt is told', async ({ page, person, call }) => {
  const retry = { maxAttempts: 2, strategy: 'FIXED', baseDelay: 'PT0.1S' };
  const options = { times: 9, message: 'the bank did not answer' };
  await registerTask(call, { name: 'book-payment', handler: 'fail', options, retry });
  await enqueueJob(call, 'book-payment');
  await signIn(page, { person, path: '/jobs?state=DEAD' });

  await page.getByRole('row').filter({ hasText: 'book-payment' }).getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: 'book-payment' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Why' })).toContainText('the bank did not answer');
  await expect(page.getByRole('table', { name: 'Transitions' })).toContainText('Dead');
  await expect(page.getByRole('table', { name: 'Attempts' }).getByRole('row')).toHaveCount(3);
});

test('a job is cancelled, tried again by hand, and runs once more', async ({ page, person, call }) => {
  await registerTask(call, { name: 'move-files', handler: 'sleep', options: { ms: 60_000 } });
  await enqueueJob(call, 'move-files');
  await signIn(page, { person, path: '/jobs' });
  await page.getByRole('row').filter({ hasText: 'move-files' }).getByRole('link').first().click();

  const last = page.getByRole('table', { name: 'Transitions' }).getByRole('row').last();
  await expect(last).toContainText('Running');
  await page.getByRole('button', { name: 'Cancel job' }).click();
  const question = page.getByRole('alertdialog', { name: 'Cancel this job?' });
  await expect(question).toContainText('What it has done by then stays done');
  await question.getByLabel('Reason').fill('the disk is full');
  await question.getByRole('button', { name: 'Cancel job' }).click();
  await expect(last).toContainText('Cancelled');
  await expect(last).toContainText('the disk is full');
  await page.getByRole('button', { name: 'Retry job' }).click();
  await expect(last).toContainText('Running');
});
