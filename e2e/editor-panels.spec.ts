import type { Page } from 'playwright/test';
import { expect, registerTask, signIn, test } from './product.ts';

const text = `name: gated
variables:
  least: { type: number, default: 80 }
tasks:
  - { id: measure, type: measure }
  - id: ship
    type: ship
    dependencies: [measure]
    condition: vars.leest > 50
  - { id: hold, type: hold, dependencies: [{ task: ship, on: skipped }] }
`;

test('a problem is walked to, mended by what is offered, tried in a dry run, and published', async ({
  page,
  person,
  call,
}) => {
  for (const name of ['measure', 'ship', 'hold']) await registerTask(call, { name, handler: 'echo' });
  await signIn(page, { person, path: '/workflows/new' });
  const definition = page.getByRole('textbox', { name: 'Definition' });
  await definition.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems).toContainText('UNKNOWN_VARIABLE');
  await expect(problems).toContainText('1 hint');

  // The key leads to the step and to its line.
  await page.keyboard.press('F8');
  const condition = side(page).getByRole('textbox', { name: 'Condition' });
  await expect(side(page)).toContainText('there is no variable leest');
  await condition.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('tasks.measure.result.coverage > vars.le');
  await page.getByRole('option', { name: /^least/ }).click();
  await expect(side(page)).toContainText('gives true or false');
  await page.keyboard.press('Enter');
  await expect(problems).toContainText('Valid: 3 steps on 3 levels');
  await expect(definition).toContainText('condition: tasks.measure.result.coverage > vars.least');

  await side(page).getByRole('radio', { name: 'Dry run' }).focus();
  await page.keyboard.press('Space');
  const answer = page.getByRole('region', { name: 'What would happen' });
  await expect(answer).toContainText('as far as that is known');
  await side(page).getByRole('textbox', { name: 'Result of measure' }).fill('{ "coverage": 79 }');
  await expect(step(page, 'ship')).toHaveAccessibleName(/skipped/);
  await expect(step(page, 'hold')).toHaveAccessibleName(/runs/);
  await side(page).getByRole('textbox', { name: 'Result of measure' }).fill('{ "coverage": 81 }');
  await expect(step(page, 'ship')).toHaveAccessibleName(/runs/);
  await expect(answer).toContainText('The run succeeds.');

  await page.getByRole('button', { name: 'Review and publish' }).click();
  await page.getByRole('button', { name: 'Publish version 1' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'gated' })).toBeVisible();
});

function side(page: Page) {
  return page.getByRole('complementary', { name: 'Properties' });
}

function step(page: Page, stepKey: string) {
  return page.getByRole('region', { name: 'Canvas' }).locator(`[data-step="${stepKey}"]`);
}
