import { expect, publishWorkflow, registerTask, signIn, test } from './product.ts';

const screenshots = 'e2e/results';

test('a run is started, and its graph moves until every step has succeeded', async ({ page, person, call }) => {
  await registerTask(call, { name: 'work', handler: 'sleep', options: { ms: 900 } });
  const tasks = [
    { id: 'fetch', type: 'work' },
    { id: 'clean', type: 'work', dependencies: ['fetch'] },
    { id: 'price', type: 'work', dependencies: ['fetch'] },
    { id: 'report', type: 'work', dependencies: ['clean', 'price'] },
  ];
  const variables = { month: { type: 'string', default: '2026-03' } };
  await publishWorkflow(call, { name: 'month-end', variables, tasks });
  await signIn(page, { person, path: '/workflows' });

  await page.getByRole('button', { name: 'Start month-end' }).click();
  await page.getByRole('button', { name: 'Start run' }).click();
  await expect(page).toHaveURL(/\/runs\/run_/);

  const graph = page.getByRole('region', { name: 'Graph' });
  await expect(graph.getByRole('button', { name: 'fetch: Running' })).toBeVisible();
  await expect(graph.getByRole('button', { name: 'report: Pending' })).toBeVisible();
  const before = await graph.getByRole('button', { name: /^report:/ }).boundingBox();
  await expect(graph.getByRole('button', { name: 'clean: Running' })).toBeVisible();
  for (const step of ['fetch', 'clean', 'price', 'report']) {
    await expect(graph.getByRole('button', { name: `${step}: Succeeded` })).toBeVisible();
  }
  await expect(page.getByRole('region', { name: 'Steps by state' })).toContainText('4 succeeded');
  await expect(page.getByRole('main')).toContainText('Succeeded');
  expect(await graph.getByRole('button', { name: /^report:/ }).boundingBox()).toEqual(before);
  expect(await graph.locator('.react-flow__edge-path').count()).toBe(4);
  await page.screenshot({ path: `${screenshots}/run.png` });

  await graph.getByRole('button', { name: 'price: Succeeded' }).click();
  const panel = page.getByRole('region', { name: 'Step price' });
  await expect(panel.getByRole('list', { name: 'Attempts' })).toContainText('Succeeded');
  await panel.getByRole('button', { name: 'Close' }).click();
  await expect(panel).toHaveCount(0);

  await page.getByRole('navigation', { name: 'Views of the run' }).getByRole('link', { name: 'Steps' }).click();
  const steps = page.getByRole('table', { name: 'Steps' });
  await expect(steps.getByRole('row').filter({ hasText: 'report' })).toContainText('Succeeded');
});

test('a run that is cancelled says so at every step', async ({ page, person, call }) => {
  await registerTask(call, { name: 'long-work', handler: 'sleep', options: { ms: 60_000 } });
  const tasks = [
    { id: 'first', type: 'long-work' },
    { id: 'second', type: 'long-work', dependencies: ['first'] },
  ];
  await publishWorkflow(call, { name: 'slow', tasks });
  await signIn(page, { person, path: '/workflows' });
  await page.getByRole('button', { name: 'Start slow' }).click();
  await page.getByRole('button', { name: 'Start run' }).click();
  const graph = page.getByRole('region', { name: 'Graph' });
  await expect(graph.getByRole('button', { name: 'first: Running' })).toBeVisible();

  await page.getByRole('button', { name: 'Cancel run' }).click();
  await expect(graph.getByRole('button', { name: 'first: Cancelled' })).toBeVisible();
  await expect(graph.getByRole('button', { name: 'second: Skipped' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel run' })).toHaveCount(0);
});

test('a run of five hundred steps is drawn whole and keeps up', async ({ page, person, call }) => {
  await registerTask(call, { name: 'tick', handler: 'noop' });
  const tasks = Array.from({ length: 500 }, (_, index) => {
    const [layer, place] = [Math.floor(index / 50), index % 50];
    const parents = layer === 0 ? [] : [0, 7, 14].map((step) => `s${layer - 1}-${(place + step) % 50}`);
    return { id: `s${layer}-${place}`, type: 'tick', dependencies: parents };
  });
  await publishWorkflow(call, { name: 'wide', tasks });
  await signIn(page, { person, path: '/workflows' });
  await page.getByRole('button', { name: 'Start wide' }).click();
  await page.getByRole('button', { name: 'Start run' }).click();

  await expect(page.getByRole('region', { name: 'Steps by state' })).toContainText('500 succeeded');
  const graph = page.getByRole('region', { name: 'Graph' });
  await expect(graph.getByRole('button', { name: /^s\d-\d+: Succeeded$/ })).toHaveCount(500);
  await page.screenshot({ path: `${screenshots}/run-500.png` });
});
