import type { Page } from 'playwright/test';
import { takeOffer } from './hands.ts';
import { type Call, expect, publishWorkflow, registerTask, signIn, test } from './product.ts';

test('a workflow is written, its mistake mended, published, started with a form and watched to its end', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'pack-box', handler: 'sleep', options: { ms: 300 } });
  await signIn(page, { person, path: '/workflows' });
  await expect(page.getByText('No workflow is published yet.')).toBeVisible();
  await page.getByRole('link', { name: 'Hello', exact: true }).click();
  await expect(page).toHaveURL(/\/workflows\/new\?template=hello$/);

  await write(
    page,
    [
      'name: send-parcel',
      'variables:',
      '  box: { type: integer, default: 3 }',
      '  to: { type: string, required: true }',
      'tasks:',
      '  - { id: pack, type: pack-box }',
      '  - { id: send, type: pack-bix, dependencies: [pack] }',
    ].join('\n'),
  );
  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems).toContainText('pack-bix');
  await expect(problems.getByRole('button')).toContainText('UNKNOWN_TASK');
  await expect(page.getByRole('button', { name: 'Review and publish' })).toBeDisabled();
  await problems.getByRole('button').click();
  await expect(page.getByRole('textbox', { name: 'Definition' })).toBeFocused();
  await page.keyboard.type('pack-box');
  await page.keyboard.press('Escape');
  await expect(problems).toContainText('Valid: 2 steps on 2 levels');

  await page.getByRole('button', { name: 'Review and publish' }).click();
  await page.getByRole('button', { name: 'Publish version 1' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'send-parcel' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'Graph: 2 steps on 2 levels, 1 dependency' })).toBeVisible();

  await page.getByRole('button', { name: 'Start run' }).click();
  const form = page.getByRole('dialog', { name: 'Start send-parcel' });
  await expect(form.getByLabel('box')).toHaveValue('3');
  await form.getByLabel('box').fill('many');
  await form.getByRole('button', { name: 'Start run' }).click();
  await expect(form.getByText('This variable is required.')).toBeVisible();
  await expect(form.getByText('This is not a whole number.')).toBeVisible();
  await form.getByLabel('box').fill('4');
  await form.getByLabel('to (required)').fill('Lima');
  await form.getByRole('button', { name: 'Start run' }).click();

  await expect(page).toHaveURL(/\/runs\/run_/);
  await expect(page.getByText('Succeeded').first()).toBeVisible();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Workflows' }).click();
  const row = page.getByRole('row').filter({ hasText: 'send-parcel' });
  await expect(row.getByRole('link', { name: 'Succeeded' })).toBeVisible();
});

test('two people change one workflow, and the second is told what the first has done', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'count-stock', handler: 'noop' });
  await publishWorkflow(call, { name: 'stock', tasks: [{ id: 'count', type: 'count-stock' }] });
  await signIn(page, { person, path: '/workflows/stock?tab=definition' });
  await write(page, definition('mine'));
  await expect(page.getByText('Changes since version 1, not published.')).toBeVisible();

  await publishYaml(call, definition('theirs'));
  await expect(page.getByText('You edit version 1; version 2 was published since.')).toBeVisible();
  await page.getByRole('button', { name: 'Review and publish' }).click();
  const review = page.getByRole('dialog', { name: 'Publish stock' });
  await expect(review).toContainText('You began with version 1, and version 2 was published since.');
  await review.getByRole('radio', { name: 'What they changed' }).click();
  await expect(review.getByRole('insertion').filter({ hasText: 'theirs' })).toBeVisible();
  await review.getByRole('radio', { name: 'What you publish' }).click();
  await expect(review.getByRole('deletion').filter({ hasText: 'theirs' })).toBeVisible();
  await expect(review.getByRole('insertion').filter({ hasText: 'mine' })).toBeVisible();
  await review.getByRole('button', { name: 'Publish over version 2' }).click();
  await expect(page.getByText('Version 3 of stock is published.')).toBeVisible();

  await page.getByRole('link', { name: 'Versions', exact: true }).click();
  await page.getByRole('row').filter({ hasText: /^2/ }).click();
  await expect(page.getByRole('textbox', { name: 'Text of version 2' })).toContainText('theirs');
});

test('a text under work survives a reload, and is gone when it is discarded', async ({ page, person, call }) => {
  await registerTask(call, { name: 'count-stock', handler: 'noop' });
  await publishYaml(call, definition('published'));
  await signIn(page, { person, path: '/workflows/stock?tab=definition' });
  const text = page.getByRole('textbox', { name: 'Definition' });
  await write(page, definition('unfinished'));
  await page.reload();
  await expect(text).toContainText('unfinished');
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.getByRole('button', { name: 'Discard my text' }).click();
  await expect(text).toContainText('published');
});

test('a name that is taken is refused without touching the workflow that has it', async ({ page, person, call }) => {
  await registerTask(call, { name: 'count-stock', handler: 'noop' });
  await publishYaml(call, definition('first'));
  await signIn(page, { person, path: '/workflows/new' });
  await write(page, definition('second'));
  await page.getByRole('button', { name: 'Review and publish' }).click();
  const review = page.getByRole('dialog', { name: 'Publish stock' });
  await review.getByRole('button', { name: 'Publish version 1' }).click();
  await expect(review.getByRole('alert')).toContainText('There is a workflow called stock already.');
});

test('the example tasks of a template are registered with one press', async ({ page, person }) => {
  await signIn(page, { person, path: '/workflows/new?template=fan-out' });
  await expect(page.getByRole('region', { name: 'Problems' })).toContainText('UNKNOWN_TASK');
  await page.getByRole('button', { name: 'Register as examples' }).click();
  await expect(page.getByRole('region', { name: 'Problems' })).toContainText('Valid: 5 steps on 3 levels');
});

test('the editor offers the tasks of the tenant, and Tab leaves it after Escape', async ({ page, person, call }) => {
  await registerTask(call, { name: 'weigh-parcel', handler: 'noop' });
  await signIn(page, { person, path: '/workflows/new' });
  await write(page, 'name: weigh\ntasks:\n  - id: weigh\n    ');
  await page.keyboard.type('type: wei');
  // Keys count only when the offers have stood for a moment, so that nobody takes one by accident; a click counts at once.
  await takeOffer(page, /weigh-parcel/);
  await expect(page.getByRole('region', { name: 'Problems' })).toContainText('Valid: 1 step on 1 level');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('textbox', { name: 'Definition' })).not.toBeFocused();
});

function definition(description: string): string {
  return `name: stock\ndescription: ${description}\ntasks:\n  - { id: count, type: count-stock }\n`;
}

/** Replaces the text of the editor, as pasting over it does: typing would add brackets and indents of its own. */
async function write(page: Page, text: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: 'Definition' });
  await editor.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

async function publishYaml(call: Call, yaml: string): Promise<void> {
  const document =
    'mutation Publish($input: PublishWorkflowInput!) { publishWorkflow(input: $input) { userErrors { message } } }';
  await call(document, { yaml });
}
