import type { Locator, Page } from 'playwright/test';
import { keyboardOf, tabTo } from './hands.ts';
import { expect, publishWorkflow, registerTask, signIn, test } from './product.ts';

const tasks = [
  { id: 'build', type: 'work' },
  { id: 'check', type: 'work' },
  { id: 'approve', approval: { title: 'Ship it?' }, dependencies: ['build', 'check'] },
  { id: 'ship', type: 'work', dependencies: ['approve'] },
];

test('without a mouse a condition is written, its mistake mended, tried, published, run, approved and watched to its end', async ({
  page,
  person,
  call,
}) => {
  const { press } = keyboardOf(page);
  await registerTask(call, { name: 'work', handler: 'noop' });
  await publishWorkflow(call, { name: 'release', tasks });
  await signIn(page, { person, path: '/workflows/release/edit?step=ship' });

  // In the text Tab indents.
  await tabTo(page, page.getByRole('switch', { name: 'YAML' }));
  await page.keyboard.press('Space');
  const side = page.getByRole('complementary', { name: 'Properties' });
  const condition = side.getByRole('textbox', { name: 'Condition' });
  await write(page, condition, 'tasks.chek.state == "SUCCEEDED"');
  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems).toContainText('UNKNOWN_DEPENDENCY');
  await write(page, condition, 'tasks.check.state == "SUCCEEDED"');
  await expect(problems).toContainText('Valid: 4 steps on 3 levels');

  await tabTo(page, side.getByRole('radio', { name: 'Properties' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('region', { name: 'What would happen' })).toContainText('The run succeeds.');

  await press(page.getByRole('button', { name: 'Review and publish' }));
  await press(page.getByRole('button', { name: 'Publish version 2' }));
  await press(page.getByRole('link', { name: 'Back to the workflow' }));
  await press(page.getByRole('button', { name: 'Start run' }));
  await press(page.getByRole('dialog', { name: 'Start release' }).getByRole('button', { name: 'Start run' }));
  await expect(page).toHaveURL(/\/runs\/run_/);

  const graph = page.getByRole('region', { name: 'Graph' });
  // The field, and the key that it names, come once the graph is drawn.
  const search = graph.getByRole('combobox', { name: 'Find a step' });
  await expect(search).toBeVisible();
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.type('approve');
  await expect(graph.getByRole('option')).toHaveText([/^approve/]);
  await page.keyboard.press('Enter');
  await expect(graph.getByRole('button', { name: /^approve: / })).toBeFocused();
  await page.keyboard.press('Enter');
  const approve = page.getByRole('complementary', { name: 'Step approve' });
  await press(approve.getByRole('button', { name: 'Approve' }));
  await press(page.getByRole('dialog').getByRole('button', { name: 'Approve' }));
  await expect(approve).toContainText('approved by');
  await expect(page.getByRole('button', { name: 'ship: Succeeded' })).toBeVisible();
});

/** Writes a line in the place of what stands in it. */
async function write(page: Page, line: Locator, text: string): Promise<void> {
  await tabTo(page, line);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
  // The first takes the offers away, where there are any; leaving the line settles it.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Tab');
}
