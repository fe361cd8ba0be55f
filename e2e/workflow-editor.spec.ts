import type { Locator, Page } from 'playwright/test';
import type { Person } from '#testing/product.ts';
import { tabTo } from './hands.ts';
import { type Call, expect, registerTask, signIn, test } from './product.ts';

const first = `name: release
tasks:
  - id: lint   # the quickest
    type: lint
`;

test('a diamond is drawn by mouse while its text follows, and the canvas follows the text', async ({
  page,
  person,
  call,
}) => {
  await begin(page, { person, call });
  const palette = page.getByRole('region', { name: 'Palette' });
  const add = (task: string) => palette.getByRole('button', { name: `Add a step of ${task}` }).click();
  await step(page, 'lint').click();
  await add('build');
  await expect(step(page, 'build')).toHaveAttribute('aria-pressed', 'true');
  await step(page, 'lint').click();
  await add('test');
  await expect(step(page, 'test')).toHaveAttribute('aria-pressed', 'true');
  await add('deploy');
  await expect(text(page)).toContainText('- id: deploy');
  await expect(text(page)).toContainText('- id: lint   # the quickest');

  await draw(page, {
    from: await endOf(page, 'build', 'success'),
    to: step(page, 'deploy'),
  });
  await expect(problems(page)).toContainText('Valid: 4 steps on 3 levels');
  await expect(page.locator('[data-links="4"]')).toBeAttached();

  await step(page, 'deploy').click();
  const condition = page.getByRole('complementary', { name: 'Properties' }).getByLabel('Condition');
  await condition.fill('vars.strict');
  await condition.press('Enter');
  await expect(problems(page)).toContainText('UNKNOWN_VARIABLE');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(problems(page)).toContainText('Valid: 4 steps on 3 levels');

  await step(page, 'deploy').click();
  await palette.getByRole('button', { name: 'Add a step: Approval' }).click();
  await expect(text(page)).toContainText('approval: { title: "Go on?" }');
  await step(page, 'build').click({ button: 'right' });
  await page.getByRole('menuitemcheckbox', { name: 'Repeat for each item' }).click();
  await expect(text(page)).toContainText('foreach: ');
  await draw(page, {
    from: await endOf(page, 'test', 'condition'),
    to: step(page, 'approval'),
  });
  const properties = page.getByRole('complementary', { name: 'Properties' });
  // The step that was chosen has such a field as well.
  await expect(properties).toContainText('approval waits for test');
  await properties.getByLabel('And only if').fill("tasks.build.state == 'SUCCEEDED'");
  await properties.getByLabel('And only if').press('Enter');
  await expect(text(page)).toContainText(
    '{ task: test, on: success, condition: "tasks.build.state == \'SUCCEEDED\'" }',
  );
  await expect(problems(page)).toContainText('Valid: 5 steps on 4 levels');

  await step(page, 'lint').click();
  await step(page, 'test').click({ modifiers: ['Control'] });
  await page.getByRole('toolbar', { name: 'Editor' }).getByRole('button', { name: 'Group' }).click();
  await expect(text(page)).toContainText('steps: [lint, test]');
  await expect(page.locator('.canvas-frame-name')).toHaveText('Group');

  await write(page, `${first}  - [`);
  await expect(page.getByText('The canvas shows the last text that could be read')).toBeVisible();
  await expect(step(page, 'deploy')).toBeVisible();
  await write(page, `${first}  - { id: ship, type: deploy, dependencies: [lint] }\n`);
  await expect(step(page, 'ship')).toBeVisible();
  await expect(step(page, 'deploy')).toHaveCount(0);
});

test('the same diamond is drawn without a mouse, and published', async ({ page, person, call }) => {
  await begin(page, { person, call });
  await page.keyboard.press('Escape');
  await tabTo(page, step(page, 'lint'));
  await addAfter(page, 'build');
  await expect(step(page, 'lint')).toBeFocused();
  await addAfter(page, 'test');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-step]:focus')).toHaveAccessibleName(/build|test/);
  await addAfter(page, 'deploy');
  const here = await page.locator('[data-step]:focus').getAttribute('data-step');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  const other = here === 'build' ? 'test' : 'build';
  if ((await page.locator('[data-step]:focus').getAttribute('data-step')) === here)
    await page.keyboard.press('ArrowDown');
  await expect(step(page, other)).toBeFocused();
  await page.keyboard.press('c');
  const connect = page.getByRole('dialog', { name: `Connect ${other} to …` });
  await choose(page, { field: connect.getByRole('combobox', { name: 'Step that waits' }), word: 'deploy' });
  await tabTo(page, connect.getByRole('button', { name: 'Connect' }));
  await page.keyboard.press('Enter');
  await expect(problems(page)).toContainText('Valid: 4 steps on 3 levels');

  // Backwards: on the way forward lies the text, where Tab indents.
  await backTo(page, page.getByRole('button', { name: 'Review and publish' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Publish version 1' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'release' })).toBeVisible();
});

async function begin(page: Page, { person, call }: { person: Person; call: Call }): Promise<void> {
  for (const name of ['lint', 'build', 'test', 'deploy']) await registerTask(call, { name, handler: 'noop' });
  await signIn(page, { person, path: '/workflows/new' });
  await write(page, first);
  await expect(problems(page)).toContainText('Valid: 1 step on 1 level');
}

function step(page: Page, stepKey: string): Locator {
  return page.getByRole('region', { name: 'Canvas' }).locator(`[data-step="${stepKey}"]`);
}

function problems(page: Page): Locator {
  return page.getByRole('region', { name: 'Problems' });
}

function text(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Definition' });
}

/** Draws from one place to the middle of another as a hand does, in many small moves. */
// Its ends are shown when a hand comes to it.
async function endOf(page: Page, stepKey: string, end: string): Promise<Locator> {
  await step(page, stepKey).hover();
  const found = page.locator(`.react-flow__node[data-id="${stepKey}"] .canvas-end-${end}`);
  await found.waitFor();
  return found;
}

async function draw(page: Page, { from, to }: { from: Locator; to: Locator }): Promise<void> {
  const middleOf = async (place: Locator) => {
    const box = await place.boundingBox();
    if (box === null) throw new Error(`${place} is not drawn`);
    return [box.x + box.width / 2, box.y + box.height / 2] as const;
  };
  await page.mouse.move(...(await middleOf(from)));
  await page.mouse.down();
  await page.mouse.move(...(await middleOf(to)), { steps: 12 });
  await page.mouse.up();
}

// The buttons above the editor, the palette and the tools stand before the canvas.
const stopsBackMax = 60;

/** Presses Tab backwards until the element has the focus. */
async function backTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < stopsBackMax; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Shift+Tab');
  }
  throw new Error(`${stopsBackMax} stops do not lead back to ${target}`);
}

/** Replaces the text, as pasting over it does. */
async function write(page: Page, yaml: string): Promise<void> {
  await text(page).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(yaml);
}

/** Adds a step after the one that has the focus. */
async function addAfter(page: Page, task: string): Promise<void> {
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: /^Add a step after/ });
  await choose(page, { field: dialog.getByRole('combobox', { name: 'Task' }), word: task });
  await tabTo(page, dialog.getByRole('button', { name: 'Add the step' }));
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(step(page, task)).toBeVisible();
}

async function choose(page: Page, { field, word }: { field: Locator; word: string }): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.type(word);
  await expect(page.getByRole('option', { name: word, exact: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(word);
}
