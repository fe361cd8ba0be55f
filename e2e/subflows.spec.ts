import { expect, publishWorkflow, registerTask, signIn, startRun, test } from './product.ts';

test('a step that runs a workflow leads down into its run, and the run back up', async ({ page, person, call }) => {
  await registerTask(call, { name: 'work', handler: 'noop' });
  await publishWorkflow(call, {
    name: 'nightly-report',
    tasks: [
      { id: 'collect', type: 'work' },
      { id: 'approved', wait: { signal: 'go' }, dependencies: ['collect'] },
    ],
  });
  const child = { id: 'report', workflow: 'nightly-report' };
  await publishWorkflow(call, {
    name: 'month-end',
    tasks: [child, { id: 'mail', type: 'work', dependencies: ['report'] }],
  });
  const run = await startRun(call, 'month-end');
  await signIn(page, { person, path: `/runs/${run}` });

  await page.getByRole('button', { name: /^report: Running/ }).click();
  const step = page.getByRole('complementary', { name: 'Step report' });
  await expect(step).toContainText('1 of 2 steps');
  await step.getByRole('link', { name: 'Open its run' }).click();

  const above = page.getByRole('navigation', { name: 'Runs above this one' });
  await expect(above).toContainText('month-end');
  await expect(above).toContainText('step report');
  await page.getByRole('button', { name: /^approved: / }).click();
  const approved = page.getByRole('complementary', { name: 'Step approved' });
  await approved.getByRole('button', { name: 'Send signal' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send signal' }).click();
  await expect(approved).toContainText('the signal go was sent by');

  await above.getByRole('link', { name: 'month-end' }).click();
  await expect(step).toContainText('2 of 2 steps');
  await expect(page.getByRole('button', { name: 'mail: Succeeded' })).toBeVisible();
});
