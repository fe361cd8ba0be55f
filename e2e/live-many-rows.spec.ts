import type { Page } from 'playwright/test';
import { type Call, cancelJob, enqueueJob, expect, registerTask, signIn, test } from './product.ts';

const count = 20_000;
const batchSize = 1_000;
// A press reveals the end of what is loaded; each page takes some of them.
const pressesMax = 5_000;

test('a list of 20,000 loaded rows is as live as one of a few', async ({ page, person, call }) => {
  // A machine with other work takes several times as long for a hundred pages of rows.
  test.slow();
  await registerTask(call, { name: 'sort-letter', handler: 'noop' });
  await registerTask(call, { name: 'oldest-letter', handler: 'noop' });
  const oldest = await enqueueJob(call, 'oldest-letter', { delay: 'P1D' });
  for (let made = 1; made < count; made += batchSize) await enqueueMany(call, Math.min(batchSize, count - made));
  await signIn(page, { person, path: '/jobs' });
  await loadEverything(page);

  const row = page.getByRole('row').filter({ hasText: 'oldest-letter' });
  await expect(row).toContainText('Scheduled');
  await expect(row).toHaveAttribute('aria-rowindex', String(count + 1));
  await cancelJob(call, oldest);
  await expect(row).toContainText('Cancelled');

  await enqueueJob(call, 'sort-letter', { delay: 'P1D' });
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
});

async function enqueueMany(call: Call, jobs: number): Promise<void> {
  const document =
    'mutation Enqueue($input: EnqueueJobsInput!) { enqueueJobs(input: $input) { userErrors { message } } }';
  await call(document, { jobs: Array.from({ length: jobs }, () => ({ task: 'sort-letter', delay: 'P1D' })) });
}

/** Goes to the end of the list, again and again, until no older rows are left. */
async function loadEverything(page: Page): Promise<void> {
  const older = page.getByRole('button', { name: /^Load older jobs|^Loading/ });
  await page.getByRole('table', { name: 'Jobs' }).getByRole('row').nth(1).focus();
  for (let press = 0; press < pressesMax && (await older.count()) > 0; press += 1) await page.keyboard.press('End');
  await expect(older).toHaveCount(0);
  await page.keyboard.press('End');
}
