import type { Page } from 'playwright/test';
import { enqueueJob, expect, publishWorkflow, registerTask, signIn, startRun, test } from './product.ts';

const rowsOf = (page: Page) =>
  page.getByRole('row').filter({ has: page.getByRole('checkbox', { name: /^Select (?!all)/ }) });

test('the failures of a day are seen in the chart, pressed, listed alone and left again', async ({
  page,
  person,
  call,
}) => {
  const options = { message: 'the bank did not answer', retryable: false };
  await registerTask(call, { name: 'book-payment', handler: 'fail', options });
  await registerTask(call, { name: 'count-stock', handler: 'echo' });
  await enqueueJob(call, 'book-payment');
  for (const task of ['count-stock', 'count-stock']) await enqueueJob(call, task);
  // A day wide, a bucket all but never ends while the story is told.
  await signIn(page, { person, path: '/jobs?q=created:>-30d' });
  const chart = page.getByRole('figure', { name: 'Jobs by time of creation' });
  const bars = chart.getByRole('slider');
  await expect(bars).toHaveAttribute('aria-valuetext', /: 2 succeeded, 1 failed$/);

  await page.getByRole('button', { name: /^Failed/ }).click();
  await expect(page).toHaveURL(/state:failed$/);
  await expect(bars).toHaveAttribute('aria-valuetext', /: 1 failed$/);
  await bars.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const bar = page.getByRole('combobox', { name: 'Filter jobs' });
  await expect(bar).toHaveValue(/^state:failed created:>=\S+Z created:<\S+Z$/);
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page)).toContainText('book-payment');

  await page.goBack();
  await expect(bar).toHaveValue('created:>-30d state:failed');
  await chart.getByRole('button', { name: 'Show as a table' }).click();
  const table = chart.getByRole('table', { name: 'Jobs by time of creation' });
  await expect(table.getByRole('row').nth(1)).toContainText('1');
  await table.getByRole('row').nth(1).getByRole('button').click();
  await expect(bar).toHaveValue(/^state:failed created:>=/);
  await chart.getByRole('button', { name: 'Show more time' }).click();
  await expect(bar).toHaveValue('state:failed created:>-7d');
});

test('the chart is folded away for this browser, and keeps its place from the first picture on', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'count-stock', handler: 'echo' });
  await publishWorkflow(call, { name: 'nightly', tasks: [{ id: 'count', type: 'count-stock' }] });
  await startRun(call, 'nightly');
  await signIn(page, { person, path: '/runs?q=started:>-30d' });
  const chart = page.getByRole('figure', { name: 'Runs by time of start' });
  await expect(chart.getByRole('slider')).toHaveAttribute('aria-valuetext', /: 1 succeeded$/);
  const top = async () => (await page.getByRole('table', { name: 'Runs' }).boundingBox())?.y;
  await expect(page.getByRole('row').filter({ hasText: 'nightly' })).toBeVisible();
  const shown = await top();
  await page.getByRole('button', { name: 'Hide the chart over time' }).click();
  await expect(chart).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Show the chart over time' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'nightly' })).toBeVisible();
  await expect(chart).toHaveCount(0);
  await expect.poll(top).toBeLessThan(shown ?? 0);
  await page.getByRole('button', { name: 'Show the chart over time' }).click();
  await expect(chart.getByRole('slider')).toBeVisible();
  await expect.poll(top).toBe(shown);
});

test('a tenant without jobs has no chart', async ({ page, person }) => {
  await signIn(page, { person, path: '/jobs' });
  await expect(page.getByText('There are no jobs yet.')).toBeVisible();
  await expect(page.getByRole('figure')).toHaveCount(0);
});
