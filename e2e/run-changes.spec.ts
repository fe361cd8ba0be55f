import { expect, publishWorkflow, registerTask, signIn, startRun, test } from './product.ts';

const tasks = [
  { id: 'build', type: 'work' },
  { id: 'hold', wait: { signal: 'go' }, dependencies: ['build'] },
  { id: 'ship', type: 'work', dependencies: ['hold'] },
  { id: 'announce', type: 'work', dependencies: ['ship'] },
];

test('an open run is changed from its page: a step is put between others, one is skipped, a variable is set', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'work', handler: 'noop' });
  const variables = { target: { type: 'string', default: 'west' } };
  await publishWorkflow(call, { name: 'release', variables, tasks });
  const run = await startRun(call, 'release');
  await signIn(page, { person, path: `/runs/${run}` });
  const graph = page.getByRole('region', { name: 'Graph' });
  await expect(graph.getByRole('button', { name: 'build: Succeeded' })).toBeVisible();

  await page.getByRole('button', { name: 'Change…' }).click();
  const window = page.getByRole('dialog');
  await window.getByRole('button', { name: 'Change run' }).click();
  await expect(window).toContainText('Choose what to change.');
  await window.getByRole('button', { name: 'Add a step' }).click();
  const added = window.getByRole('region', { name: 'Change 1: Add a step' });
  await added.getByRole('textbox', { name: 'Id' }).fill('ship');
  const choose = async (name: string, value: string) => {
    await added.getByRole('combobox', { name }).fill(value);
    await added.getByRole('combobox', { name }).press('Enter');
  };
  await choose('Task', 'work');
  await choose('Runs after', 'build');
  // It is to run however that ended.
  const end = added.getByRole('radiogroup', { name: 'How build has to end' });
  await expect(end.getByRole('radio', { name: 'succeeded' })).toBeChecked();
  await end.getByText('ended').click();
  await choose('Before', 'ship');
  await window.getByRole('button', { name: 'Skip a step' }).click();
  const skipped = window.getByRole('region', { name: 'Change 2: Skip a step' });
  await skipped.getByRole('combobox', { name: 'Step' }).fill('announce');
  await skipped.getByRole('combobox', { name: 'Step' }).press('Enter');
  await window.getByRole('button', { name: 'Set a variable' }).click();
  const set = window.getByRole('region', { name: 'Change 3: Set a variable' });
  await set.getByRole('combobox', { name: 'Variable' }).fill('target');
  await set.getByRole('combobox', { name: 'Variable' }).press('Enter');
  await set.getByRole('textbox', { name: 'target' }).fill('east');
  await window.getByRole('textbox', { name: 'Reason' }).fill('The customer asked for a check.');
  await window.getByRole('button', { name: 'Change run' }).click();
  // Its id is taken.
  await expect(added.getByRole('alert').first()).toBeVisible();
  await added.getByRole('textbox', { name: 'Id' }).fill('check');
  await window.getByRole('button', { name: 'Change run' }).click();

  await expect(graph.getByRole('button', { name: 'check: Succeeded, added to this run' })).toBeVisible();
  await expect(graph.getByRole('button', { name: 'announce: Skipped' })).toBeVisible();
  await page.getByRole('button', { name: '1 time', exact: true }).click();
  await expect(window).toContainText('Added check before ship');
  await expect(window).toContainText('Set target to "east", was "west"');
  await window.getByRole('button', { name: 'Close' }).click();
  await call('mutation Go($input: SendSignalInput!) { sendSignal(input: $input) { userErrors { message } } }', {
    run,
    signal: 'go',
  });
  await expect(graph.getByRole('button', { name: 'ship: Succeeded' })).toBeVisible();
});
