import { addressIn, expect, publishWorkflow, registerTask, signIn, startRun, test } from './product.ts';

test('a run of five hundred steps is drawn whole, and a step in it is found by its name', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'tick', handler: 'noop' });
  const tasks = Array.from({ length: 500 }, (_, index) => {
    const [layer, place] = [Math.floor(index / 50), index % 50];
    const parents = layer === 0 ? [] : [0, 7, 14].map((step) => `s${layer - 1}-${(place + step) % 50}`);
    return { id: `s${layer}-${place}`, type: 'tick', dependencies: parents };
  });
  await publishWorkflow(call, { name: 'wide', tasks });
  await signIn(page, { person, path: '/runs' });
  await page.goto(addressIn(person, `/runs/${await startRun(call, 'wide')}`));

  await expect(page.getByRole('region', { name: 'Steps by state' })).toContainText('500 succeeded');
  const graph = page.getByRole('region', { name: 'Graph' });
  await expect(graph.getByRole('button', { name: /^s\d-\d+: Succeeded$/ })).toHaveCount(500);
  await page.screenshot({ path: 'e2e/results/run-500.png' });

  // The field, and the key that it names, come once the graph is drawn.
  const search = graph.getByRole('combobox', { name: 'Find a step' });
  await expect(search).toBeVisible();
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await search.fill('s7-33');
  await expect(graph.getByRole('option')).toHaveText([/^s7-33/]);
  await search.press('Enter');
  const found = graph.getByRole('button', { name: 's7-33: Succeeded' });
  await expect(found).toBeFocused();
  await expect(found).toBeInViewport();
  await expect(found).toContainText('tick');

  await page.keyboard.press('0');
  await expect(graph.getByRole('button', { name: /^s\d-\d+: Succeeded$/ })).toHaveCount(500);
});

test('the arrow keys walk through the graph along its edges, and Enter opens a step', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'work', handler: 'noop' });
  const tasks = [
    { id: 'fetch', type: 'work' },
    { id: 'clean', type: 'work', dependencies: ['fetch'] },
    { id: 'price', type: 'work', dependencies: ['fetch'] },
    { id: 'report', type: 'work', dependencies: ['clean', 'price'] },
  ];
  await publishWorkflow(call, { name: 'diamond', tasks });
  await signIn(page, { person, path: '/runs' });
  await page.goto(addressIn(person, `/runs/${await startRun(call, 'diamond')}`));

  const graph = page.getByRole('region', { name: 'Graph' });
  const node = (step: string) => graph.getByRole('button', { name: `${step}: Succeeded` });
  await expect(node('report')).toBeVisible();
  await node('fetch').focus();
  await page.keyboard.press('ArrowRight');
  await expect(node('clean').or(node('price')).and(page.locator(':focus'))).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(node('report')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(node('report')).toBeFocused();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Step report' });
  await expect(panel.getByRole('link', { name: 'clean' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
});

test('the conditions of a run are read at its steps, in full in the panel, and in the picture of its workflow', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'work', handler: 'noop' });
  const tasks = [
    { id: 'test', type: 'work' },
    { id: 'deploy', type: 'work', condition: 'vars.coverage > vars.minCoverage', dependencies: ['test'] },
    {
      id: 'tell',
      type: 'work',
      dependencies: [{ task: 'test', on: 'completion', condition: 'vars.coverage < vars.minCoverage' }],
    },
  ];
  const variables = { coverage: { type: 'number', default: 70 }, minCoverage: { type: 'number', default: 80 } };
  await publishWorkflow(call, { name: 'guarded', variables, tasks });
  await signIn(page, { person, path: '/runs' });
  await page.goto(addressIn(person, `/runs/${await startRun(call, 'guarded')}?skipped=1`));

  const graph = page.getByRole('region', { name: 'Graph' });
  await expect(graph.getByRole('button', { name: 'deploy: Skipped' })).toBeVisible();
  await expect(graph.getByRole('button', { name: 'tell: Succeeded' })).toBeVisible();
  await expect(graph.getByText('if vars.coverage > vars.minCoverage')).toBeVisible();
  await expect(graph.getByText('in any case if')).toBeVisible();
  await graph.getByRole('button', { name: 'tell: Succeeded' }).click();
  const panel = page.getByRole('complementary', { name: 'Step tell' });
  await expect(panel.getByRole('region', { name: 'Starts only' })).toContainText(
    'after test if vars.coverage < vars.minCoverage',
  );
  await page.screenshot({ path: 'e2e/results/run-conditions.png' });

  await page.goto(addressIn(person, '/workflows/guarded'));
  await expect(page.locator('[data-whole="if vars.coverage > vars.minCoverage"]')).toBeVisible();
  await expect(page.locator('[data-whole="after test if vars.coverage < vars.minCoverage"]')).toBeVisible();
});
