import type { Page } from 'playwright/test';
import { tabTo, takeOffer } from './hands.ts';
import { type Call, expect, registerTask, signIn, test } from './product.ts';

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
  const unknown = problems.getByRole('listitem').filter({ hasText: 'UNKNOWN_TASK' }).getByRole('button');
  await expect(unknown).toContainText('pack-bix');
  await expect(page.getByRole('button', { name: 'Review and publish' })).toBeDisabled();
  await unknown.click();
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

test('two people change one workflow: the draft of the second follows them into another browser, and both are brought together by keyboard', async ({
  page,
  person,
  call,
  browser,
  product,
}) => {
  await registerTask(call, { name: 'count-stock', handler: 'noop' });
  await publishYaml(call, { yaml: definition('first') });
  await signIn(page, { person, path: '/workflows/stock?tab=definition' });
  await write(page, definition('mine', { count: 'PT9M' }));
  await expect(page.getByText('Changes since version 1, not published.')).toBeVisible();
  await expect(page.getByText('Draft saved')).toBeVisible();

  // Another browser of the same person.
  const elsewhere = await browser.newContext({ baseURL: product.url });
  const there = await elsewhere.newPage();
  await signIn(there, { person, path: '/workflows' });
  await there.getByRole('link', { name: /^your draft/ }).click();
  await expect(there.getByRole('textbox', { name: 'Definition' })).toContainText('mine');
  await elsewhere.close();

  await publishYaml(call, {
    yaml: definition('theirs', { report: 'PT1M' }),
    note: 'As agreed.',
  });
  await expect(page.getByText('You edit version 1; version 2 was published since.')).toBeVisible();
  await page.getByRole('button', { name: 'Review and publish' }).focus();
  await page.keyboard.press('Enter');
  const review = page.getByRole('dialog', { name: 'Publish stock' });
  await expect(review.getByRole('list', { name: 'Published since' })).toContainText('As agreed.');
  await expect(review.getByRole('region', { name: 'Theirs, line 5' })).toContainText('PT1M');
  await expect(review.getByRole('region', { name: 'Yours, line 4' })).toContainText('PT9M');
  const publish = review.getByRole('button', { name: 'Publish version 3' });
  await expect(publish).toBeDisabled();
  const clash = review.getByRole('region', { name: 'Clash 1 of 1, line 2' });
  await tabTo(page, clash.getByRole('radio', { name: 'Theirs' }));
  await page.keyboard.press('Space');
  for (const next of ['Yours', 'Both', 'Edit']) {
    await page.keyboard.press('ArrowRight');
    await expect(clash.getByRole('radio', { name: next })).toBeChecked();
  }
  await tabTo(page, clash.getByRole('textbox', { name: 'What is to stand here' }));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('description: of both');
  await tabTo(page, review.getByRole('textbox', { name: 'Note' }));
  await page.keyboard.type('Brought together.');
  await expect(publish).toBeEnabled();
  await tabTo(page, publish);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Version 3 of stock is published.')).toBeVisible();

  await page.getByRole('link', { name: 'Versions', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: /^3/ })).toContainText('Brought together.');
  const latest = page.getByRole('textbox', { name: 'Text of version 3' });
  for (const part of ['of both', 'PT9M', 'PT1M']) await expect(latest).toContainText(part);
  await expect(page.getByRole('link', { name: /^your draft/ })).toHaveCount(0);
  await page.getByRole('row').filter({ hasText: /^2/ }).click();
  await page.getByRole('button', { name: 'Restore' }).click();
  await page
    .getByRole('dialog', { name: 'Restore version 2' })
    .getByRole('button', { name: 'Open in the editor' })
    .click();
  await expect(page.getByText('Changes since version 3, not published.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Definition' })).toContainText('theirs');
});

test('a text under work survives a reload, and is gone when it is discarded', async ({ page, person, call }) => {
  await registerTask(call, { name: 'count-stock', handler: 'noop' });
  await publishYaml(call, { yaml: definition('published') });
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
  await publishYaml(call, { yaml: definition('first') });
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

function definition(description: string, { count = 'PT5M', report = 'PT5M' } = {}): string {
  const step = (id: string, timeout: string) => `  - { id: ${id}, type: count-stock, timeout: ${timeout} }`;
  return [
    'name: stock',
    `description: ${description}`,
    'tasks:',
    step('count', count),
    step('report', report),
    '',
  ].join('\n');
}

/** Replaces the text of the editor, as pasting over it does: typing would add brackets and indents of its own. */
async function write(page: Page, text: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: 'Definition' });
  await editor.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

async function publishYaml(call: Call, input: { yaml: string; note?: string }): Promise<void> {
  const document =
    'mutation Publish($input: PublishWorkflowInput!) { publishWorkflow(input: $input) { userErrors { message } } }';
  await call(document, input);
}
