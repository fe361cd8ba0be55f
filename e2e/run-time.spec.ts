import { addressIn, expect, publishWorkflow, registerTask, signIn, startRun, test } from './product.ts';

const screenshots = 'e2e/results';

const ordered = {
  name: 'month-end',
  variables: { rows: { type: 'integer', default: 3 } },
  tasks: [
    { id: 'fetch', type: 'work' },
    { id: 'price', type: 'flaky', dependencies: ['fetch'] },
    { id: 'report', type: 'work', dependencies: ['price'] },
  ],
};

test('a run is scrubbed back to an earlier event, opens there again by its link, and is compared with the next one', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'work', handler: 'noop' });
  const retry = { maxAttempts: 2, strategy: 'FIXED', baseDelay: 'PT0.2S', jitter: 'NONE' };
  await registerTask(call, { name: 'flaky', handler: 'fail', options: { times: 1 }, retry });
  await publishWorkflow(call, ordered);
  const first = await startRun(call, 'month-end');
  await signIn(page, { person, path: `/runs/${first}` });
  const graph = page.getByRole('region', { name: 'Graph' });
  await expect(graph.getByRole('button', { name: 'report: Succeeded' })).toBeVisible();

  await page.getByRole('button', { name: 'Go back in time' }).click();
  const bar = page.getByRole('region', { name: 'Time of the run' });
  await expect(graph.getByRole('button', { name: 'fetch: Pending' })).toBeVisible();
  const slider = bar.getByRole('slider', { name: 'Event' });
  await slider.press('End');
  await expect(bar).toContainText(/the run succeeded/i);
  for (let back = 0; back < 3; back += 1) await slider.press('ArrowLeft');
  await expect(graph.getByRole('button', { name: 'report: Pending' })).toBeVisible();
  await expect(graph.getByRole('button', { name: 'price: Succeeded' })).toBeVisible();
  await expect(page).toHaveURL(/at=\d+/);
  await page.screenshot({ path: `${screenshots}/run-time.png` });

  await page.reload();
  await expect(graph.getByRole('button', { name: 'report: Pending' })).toBeVisible();
  await bar.getByRole('button', { name: 'Now' }).click();
  await expect(graph.getByRole('button', { name: 'report: Succeeded' })).toBeVisible();
  await expect(bar).toHaveCount(0);

  await publishWorkflow(call, { ...ordered, tasks: [...ordered.tasks, { id: 'tell', type: 'work' }] });
  const second = await startRun(call, 'month-end');
  await page.goto(addressIn(person, `/runs/${second}`));
  await expect(graph.getByRole('button', { name: 'tell: Succeeded' })).toBeVisible();
  await page.getByRole('button', { name: 'Compare with' }).click();
  const window = page.getByRole('dialog', { name: 'Compare with another run of month-end' });
  await window.getByRole('link').first().click();
  const steps = page.getByRole('region', { name: 'Steps of both runs' });
  await expect(steps.getByRole('row').filter({ hasText: 'tell' })).toContainText('no such step');
  await expect(steps.getByRole('row').filter({ hasText: 'price' })).toContainText('2 → 2');
  await page.screenshot({ path: `${screenshots}/run-compare.png` });
  await page.getByRole('link', { name: 'Definition' }).click();
  await expect(page.getByRole('region', { name: 'List of changes' })).toContainText('tell');
});
