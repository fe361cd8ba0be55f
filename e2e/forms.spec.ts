import { expect, publishWorkflow, registerTask, signIn, test } from './product.ts';

test('a long form that was not sent names what is missing and leads there, and nothing typed is lost unasked', async ({
  page,
  person,
}) => {
  await signIn(page, { person, path: '/schedules' });
  await page.getByRole('link', { name: 'New schedule' }).first().click();
  await page.getByRole('button', { name: 'Create schedule' }).click();
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await expect(name).toBeFocused();
  await expect(page.getByText('2 fields need another look:')).toBeVisible();
  await page.getByRole('button', { name: 'What it fires' }).click();
  await expect(page.getByRole('combobox', { name: 'Workflow' })).toBeFocused();

  await name.fill('evening');
  await expect(page.getByText('One field needs another look:')).toBeVisible();
  const jobs = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Jobs' });
  const question = page.getByRole('alertdialog', { name: 'Leave without saving?' });
  await jobs.click();
  await question.getByRole('button', { name: 'Go on editing' }).click();
  await expect(name).toHaveValue('evening');
  await page.evaluate(() => window.history.back());
  await question.getByRole('button', { name: 'Go on editing' }).click();
  await expect(name).toHaveValue('evening');
  await jobs.click();
  await question.getByRole('button', { name: 'Discard the changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Jobs' })).toBeVisible();
});

test('a window with something typed in it asks before Escape closes it, and an untouched one does not', async ({
  page,
  person,
}) => {
  await signIn(page, { person, path: '/queues' });
  await page.getByRole('button', { name: 'New queue' }).click();
  const dialog = page.getByRole('dialog', { name: 'New queue' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await page.getByRole('button', { name: 'New queue' }).click();
  await dialog.getByLabel('Name').fill('billing');
  await page.keyboard.press('Escape');
  const question = page.getByRole('alertdialog', { name: 'Leave without saving?' });
  await question.getByRole('button', { name: 'Go on editing' }).click();
  await expect(dialog.getByLabel('Name')).toHaveValue('billing');
  await page.keyboard.press('Escape');
  await question.getByRole('button', { name: 'Discard the changes' }).click();
  await expect(dialog).toHaveCount(0);
});

test('variables of every kind are filled in as a form, looked at as JSON, and reach the run', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'work', handler: 'noop' });
  await publishWorkflow(call, {
    name: 'review',
    variables: {
      repo: { type: 'string', required: true },
      isDry: { type: 'boolean', default: false },
      owners: { type: 'array', default: ['ops'] },
      settings: { type: 'object' },
    },
    tasks: [{ id: 'look', type: 'work' }],
  });
  await signIn(page, { person, path: '/workflows/review' });
  await page.getByRole('button', { name: 'Start run' }).click();
  const form = page.getByRole('dialog', { name: 'Start review' });
  await form.getByLabel('settings').fill('{');
  await form.getByRole('button', { name: 'Start run' }).click();
  await expect(form.getByLabel('repo (required)')).toBeFocused();
  await expect(form.getByLabel('settings')).toHaveAccessibleDescription(/This is not a JSON object/);
  await form.getByLabel('repo (required)').fill('main');
  await form.getByLabel('settings').fill('{ "depth": 2 }');
  await form.getByRole('combobox', { name: 'isDry' }).click();
  await page.getByRole('option', { name: 'true' }).click();

  await form.getByRole('radio', { name: 'JSON' }).click();
  const json = form.getByRole('textbox', { name: 'Variables (JSON)' });
  await expect(json).toHaveValue(/"isDry": true/);
  await json.fill('{ "repo": "next", "isDry": true, "owners": ["ops", "dev"], "settings": { "depth": 3 } }');
  await form.getByRole('radio', { name: 'Form' }).click();
  await expect(form.getByLabel('repo (required)')).toHaveValue('next');
  await form.getByRole('button', { name: 'Start run' }).click();

  await expect(page).toHaveURL(/\/runs\/run_/);
  await page.getByRole('navigation', { name: 'Views of the run' }).getByRole('link', { name: 'Variables' }).click();
  const variables = page.getByRole('region', { name: 'Variables' });
  for (const value of ['next', 'dev', '3']) await expect(variables).toContainText(value);
});
