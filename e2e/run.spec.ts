import { addressIn, type Call, expect, publishWorkflow, registerTask, signIn, startRun, test } from './product.ts';

const screenshots = 'e2e/results';
const pauseRun = 'mutation Pause($input: PauseRunInput!) { pauseRun(input: $input) { userErrors { message } } }';

// Held until somebody looks at it, however long the page takes to come.
async function startHeld(call: Call, workflow: string): Promise<string> {
  const id = await startRun(call, workflow);
  await call(pauseRun, { id });
  return id;
}

const monthEnd = {
  name: 'month-end',
  variables: { month: { type: 'string', default: '2026-03' } },
  tasks: [
    { id: 'fetch', type: 'work' },
    { id: 'clean', type: 'work', dependencies: ['fetch'] },
    { id: 'price', type: 'work', dependencies: ['fetch'] },
    { id: 'report', type: 'work', dependencies: ['clean', 'price'] },
  ],
};

test('a run moves before your eyes in its graph, and no step changes its place', async ({ page, person, call }) => {
  await registerTask(call, { name: 'work', handler: 'sleep', options: { ms: 2_000 } });
  await publishWorkflow(call, monthEnd);
  await signIn(page, { person, path: '/runs' });
  await page.goto(addressIn(person, `/runs/${await startHeld(call, 'month-end')}`));

  const graph = page.getByRole('region', { name: 'Graph' });
  await expect(graph.getByRole('button', { name: 'report: Pending' })).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  const before = await graph.getByRole('button', { name: /^report:/ }).boundingBox();
  for (const step of ['fetch', 'clean', 'price', 'report']) {
    await expect(graph.getByRole('button', { name: `${step}: Succeeded` })).toBeVisible();
  }
  await expect(page.getByRole('region', { name: 'Steps by state' })).toContainText('4 succeeded');
  await expect.poll(() => graph.getByRole('button', { name: /^report:/ }).boundingBox()).toEqual(before);
  await expect(graph.locator('[data-edges="4"]')).toBeAttached();
  await page.screenshot({ path: `${screenshots}/run.png` });

  await graph.getByRole('button', { name: 'price: Succeeded' }).click();
  const panel = page.getByRole('complementary', { name: 'Step price' });
  await expect(panel.getByRole('list', { name: 'Attempts' })).toContainText('Succeeded');
  await expect(page).toHaveURL(/step=price/);
  await panel.getByRole('button', { name: 'Close' }).click();
  await expect(panel).toHaveCount(0);
});

test('the list of runs counts the steps of a run as they settle', async ({ page, person, call }) => {
  await registerTask(call, { name: 'work', handler: 'sleep', options: { ms: 1_500 } });
  await publishWorkflow(call, monthEnd);
  const id = await startHeld(call, 'month-end');
  await signIn(page, { person, path: '/runs' });
  const row = page.getByRole('row').filter({ hasText: 'month-end' });
  // The first step may have begun before the run was held.
  await expect(row).toContainText(/[01]\/4/);
  await call('mutation Resume($input: ResumeRunInput!) { resumeRun(input: $input) { userErrors { message } } }', {
    id,
  });
  for (const progress of ['3/4', '4/4']) await expect(row).toContainText(progress);
  await expect(row).toContainText('Succeeded');
});

test('a run is watched over time until its last step, and its critical path is told', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'work', handler: 'sleep', options: { ms: 2_000 } });
  await publishWorkflow(call, monthEnd);
  await signIn(page, { person, path: '/runs' });
  await page.goto(addressIn(person, `/runs/${await startHeld(call, 'month-end')}?tab=timeline`));

  const timeline = page.getByRole('region', { name: 'Timeline' });
  const rows = timeline.getByRole('list', { name: 'Steps over time' });
  await expect(rows.getByRole('button', { name: /^report: Pending/ })).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  for (const step of ['fetch', 'clean', 'price', 'report']) {
    await expect(rows.getByRole('button', { name: new RegExp(`^${step}: Succeeded.* ran `) })).toBeVisible();
  }
  await page.screenshot({ path: `${screenshots}/run-timeline.png` });

  await timeline.getByRole('button', { name: /^Critical path 3 steps/ }).click();
  await expect(rows.getByRole('listitem')).toHaveCount(3);
  await expect(page).toHaveURL(/path=1/);
  await rows.getByRole('button', { name: /^report/ }).click();
  await expect(page.getByRole('complementary', { name: 'Step report' })).toBeVisible();
});

test('the timeline is walked and zoomed by keys alone', async ({ page, person, call }) => {
  await registerTask(call, { name: 'work', handler: 'noop' });
  await publishWorkflow(call, monthEnd);
  await signIn(page, { person, path: '/runs' });
  await page.goto(addressIn(person, `/runs/${await startRun(call, 'month-end')}?tab=timeline`));

  const timeline = page.getByRole('region', { name: 'Timeline' });
  const row = (step: string) => timeline.getByRole('button', { name: new RegExp(`^${step}: Succeeded`) });
  await expect(row('report')).toBeVisible();
  await row('fetch').focus();
  await page.keyboard.press('End');
  await expect(row('report')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(row('price')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(row('fetch')).toBeFocused();
  await expect(timeline.getByRole('button', { name: 'Zoom out' })).toBeDisabled();
  await page.keyboard.press('+');
  await expect(timeline.getByRole('button', { name: 'Zoom out' })).toBeEnabled();
  await page.keyboard.press('0');
  await expect(timeline.getByRole('button', { name: 'Zoom out' })).toBeDisabled();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Step fetch' })).toBeVisible();
});

test('a run that is cancelled says so at every step', async ({ page, person, call }) => {
  await registerTask(call, { name: 'long-work', handler: 'sleep', options: { ms: 60_000 } });
  const tasks = [
    { id: 'first', type: 'long-work' },
    { id: 'second', type: 'long-work', dependencies: ['first'] },
  ];
  await publishWorkflow(call, { name: 'slow', tasks });
  await signIn(page, { person, path: '/runs' });
  await page.goto(addressIn(person, `/runs/${await startRun(call, 'slow')}`));
  const graph = page.getByRole('region', { name: 'Graph' });
  await expect(graph.getByRole('button', { name: 'first: Running' })).toBeVisible();

  await page.getByRole('button', { name: 'Cancel run' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('1 step at work will be told to stop, and 1 step will not start');
  await question.getByRole('button', { name: 'Cancel run' }).click();
  await expect(graph.getByRole('button', { name: 'first: Cancelled' })).toBeVisible();
  await expect(graph.getByRole('button', { name: 'second: Skipped' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel run' })).toHaveCount(0);
});

test('a run is paused with a reason, which everybody reads, and resumed', async ({ page, person, call }) => {
  await registerTask(call, { name: 'long-work', handler: 'sleep', options: { ms: 60_000 } });
  await publishWorkflow(call, { name: 'held', tasks: [{ id: 'first', type: 'long-work' }] });
  await signIn(page, { person, path: '/runs' });
  await page.goto(addressIn(person, `/runs/${await startRun(call, 'held')}`));
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Pause' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByLabel('Reason').fill('the bank is closed');
  await question.getByRole('button', { name: 'Pause run' }).click();
  await expect(page.getByRole('region', { name: 'About the run' })).toContainText('The bank is closed');

  await main.getByRole('button', { name: 'Resume' }).click();
  await expect(main.getByRole('button', { name: 'Pause' })).toBeVisible();
});
