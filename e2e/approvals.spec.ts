import { expect, publishWorkflow, registerTask, signIn, startRun, test } from './product.ts';

const form = {
  type: 'object',
  properties: { ticket: { type: 'string', title: 'Ticket', description: 'The change that was agreed upon.' } },
  required: ['ticket'],
};
const tasks = [
  { id: 'built', wait: { signal: 'built' } },
  {
    id: 'approve',
    approval: {
      title: 'Release ${{ tasks.built.result.tag }}?',
      description: 'All checks are green.',
      form,
      timeout: 'P1D',
    },
    dependencies: ['built'],
  },
  { id: 'ship', type: 'work', dependencies: ['approve'] },
];

test('a run says what it waits for, and goes on when a person sends the signal and approves, without a reload', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'work', handler: 'noop' });
  await publishWorkflow(call, { name: 'release', tasks });
  const run = await startRun(call, 'release');
  await signIn(page, { person, path: `/runs/${run}` });
  await expect(page.getByRole('region', { name: 'About the run' })).toContainText('waits for the signal built');

  await page.getByRole('button', { name: /^built: / }).click();
  const built = page.getByRole('complementary', { name: 'Step built' });
  await built.getByRole('button', { name: 'Send signal' }).click();
  const window = page.getByRole('dialog');
  await window.getByRole('textbox', { name: 'Payload (optional)' }).fill('{ "tag": "v9" }');
  await window.getByRole('button', { name: 'Send signal' }).click();
  await expect(built).toContainText('the signal built was sent by');

  await page.getByRole('button', { name: /^approve: / }).click();
  const approve = page.getByRole('complementary', { name: 'Step approve' });
  await expect(approve).toContainText('Release v9?');
  await approve.getByRole('button', { name: 'Approve' }).click();
  await window.getByRole('button', { name: 'Approve' }).click();
  await expect(window).toContainText('This field is required.');
  await window.getByLabel('Ticket').fill('OPS-1');
  await window.getByRole('button', { name: 'Approve' }).click();
  await expect(approve).toContainText('approved by');
  await expect(page.getByRole('button', { name: 'ship: Succeeded' })).toBeVisible();
});
