// What decided how long a run took, what changed between versions, and the picture as text of other tools.
import { readFileSync } from 'node:fs';
import { addressIn, expect, publishWorkflow, registerTask, signIn, startRun, test } from './product.ts';

test('a run shows its critical path, its workflow tells of slack, and versions are compared on the graph', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'work', handler: 'noop' });
  await registerTask(call, { name: 'slow', handler: 'sleep' });
  const first = { id: 'fetch', type: 'work' };
  const last = { id: 'report', type: 'work', dependencies: ['clean', 'price'] };
  const clean = { id: 'clean', type: 'slow', params: { ms: 900 }, dependencies: ['fetch'] };
  const price = { id: 'price', type: 'work', dependencies: ['fetch'] };
  await publishWorkflow(call, { name: 'nightly', tasks: [first, clean, { id: 'old', type: 'work' }] });
  await publishWorkflow(call, { name: 'nightly', tasks: [first, clean, price, last] });
  await signIn(page, { person, path: '/runs' });
  await page.goto(addressIn(person, `/runs/${await startRun(call, 'nightly')}`));

  const graph = page.getByRole('region', { name: 'Graph' });
  await expect(graph.getByRole('button', { name: 'report: Succeeded' })).toBeVisible();
  await graph.getByRole('button', { name: 'Critical path' }).click();
  await expect(graph.getByRole('button', { name: 'clean: Succeeded, on the critical path' })).toBeVisible();
  await graph.getByRole('button', { name: 'price: Succeeded', exact: true }).click();
  const step = page.getByRole('complementary', { name: 'Step price' });
  await expect(step.getByRole('region', { name: 'Its part of the time' })).toContainText(/Slack\d/);
  await step.getByRole('region', { name: 'What depends on it' }).getByRole('button', { name: 'Show' }).click();
  await expect(step.getByText('waits for price')).toBeVisible();

  await graph.getByRole('button', { name: 'Export' }).click();
  const taken = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /Download Mermaid/ }).click();
  const file = await taken;
  expect(file.suggestedFilename()).toBe('nightly.mmd');
  expect(readFileSync(await file.path(), 'utf8')).toContain('SUCCEEDED');

  await page.goto(addressIn(person, '/workflows/nightly?tab=analysis'));
  const analysis = page.getByRole('region', { name: 'Analysis' });
  await expect(analysis).toContainText('fetch→ clean→ report');
  await expect(analysis.getByRole('row', { name: /clean/ })).toContainText('on the path');

  await page.goto(addressIn(person, '/workflows/nightly?tab=versions&version=2&against=1'));
  const drawn = page.getByRole('region', { name: 'Changes on the graph' });
  await expect(drawn.getByText('added')).toHaveCount(2);
  await expect(drawn.getByText('removed')).toHaveCount(1);
  await expect(page.getByRole('region', { name: 'List of changes' })).toContainText('Steps 3');
  const asText = page.getByRole('radio', { name: 'Text' });
  await asText.click();
  // What is chosen stands in the address, and comes back from there.
  await expect(asText).toBeChecked();
  await expect(drawn).toHaveCount(0);
  await expect(page.getByText('From version 1 to version 2')).toBeVisible();
});
