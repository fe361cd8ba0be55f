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

test('loops, waits, answered conditions and last steps are told apart on the graph, and a step is acted upon from its menu', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'work', handler: 'noop' });
  await registerTask(call, { name: 'tell', handler: 'echo' });
  const numbers = Array.from({ length: 200 }, (_, n) => n);
  const tasks = [
    { id: 'charge', type: 'tell', params: { total: 40 }, compensate: 'work' },
    { id: 'each', type: 'tell', foreach: 'vars.numbers', maxConcurrency: 50, params: { n: '${{ item }}' } },
    { id: 'large', type: 'work', dependencies: [{ task: 'charge', condition: 'result.total > 100' }] },
    { id: 'small', type: 'work', dependencies: [{ task: 'charge', on: 'default' }] },
    { id: 'ask', approval: { title: 'Ship it?', timeout: 'P1D' }, dependencies: ['small', 'each'] },
    { id: 'ship', type: 'work', dependencies: ['ask'] },
    { id: 'tidy', type: 'work', finally: true },
  ];
  await publishWorkflow(call, { name: 'order', variables: { numbers: { type: 'array', default: numbers } }, tasks });
  await signIn(page, { person, path: '/runs' });
  await page.goto(addressIn(person, `/runs/${await startRun(call, 'order')}`));

  const graph = page.getByRole('region', { name: 'Graph' });
  await expect(graph.getByText('200 / 200')).toBeVisible();
  await expect(graph.getByText('if false')).toBeVisible();
  await expect(graph.getByText('undoes charge')).toBeVisible();
  await expect(graph.getByText('finally')).toBeVisible();
  await expect(graph.getByText('waits for a decision')).toBeVisible();

  await graph.getByRole('button', { name: 'each: Succeeded' }).click();
  const panel = page.getByRole('complementary', { name: 'Step each' });
  const items = panel.getByRole('region', { name: 'Items' });
  await expect(items).toContainText('200 items: 200 succeeded');
  await items.getByRole('row').nth(3).click();
  await expect(items.getByRole('region', { name: 'Params' })).toContainText('"n": 2');

  await graph.getByRole('button', { name: 'ask: Pending' }).focus();
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu', { name: 'Acts on ask' });
  await expect(menu.getByRole('menuitem', { name: /Run again from here/ })).toContainText('once the run is over');
  await page.screenshot({ path: 'e2e/results/run-menu.png' });
  await menu.getByRole('menuitem', { name: /Approve/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await expect(graph.getByRole('button', { name: 'ship: Succeeded' })).toBeVisible();

  // The rows of the table have the same menu.
  await page.getByRole('navigation', { name: 'Views of the run' }).getByRole('link', { name: 'Steps' }).click();
  await page.getByRole('table', { name: 'Steps' }).getByRole('row', { name: /ship/ }).focus();
  await page.keyboard.press('.');
  await page.getByRole('menuitemcheckbox', { name: /Only its line/ }).click();
  await expect(graph.getByRole('button', { name: 'Only the line of ship' })).toBeVisible();
});
