import { createSchedule, expect, publishWorkflow, registerTask, signIn, test } from './product.ts';

test('a schedule is built with a preview, run by hand, paused, resumed, and its ticks are seen', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'close-day', handler: 'echo' });
  await signIn(page, { person, path: '/schedules' });
  await expect(page.getByText('Nothing is scheduled yet')).toBeVisible();
  await page.getByRole('link', { name: 'New schedule' }).first().click();

  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('evening');
  await page.getByRole('radio', { name: 'Task' }).click();
  await page.getByRole('combobox', { name: 'Task' }).fill('close');
  await page.getByRole('option', { name: 'close-day' }).click();
  await page.getByRole('combobox', { name: 'How often' }).click();
  await page.getByRole('option', { name: 'Monday to Friday' }).click();
  await page.getByLabel('At', { exact: true }).fill('18:30');
  await page.getByRole('combobox', { name: 'Time zone' }).fill('berlin');
  await page.getByRole('option', { name: 'Europe/Berlin' }).click();
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText('At 18:30, Monday through Friday');
  const instants = preview.getByRole('table', { name: 'Next instants' });
  await expect(instants.getByRole('columnheader', { name: /Europe.*Berlin/ })).toBeVisible();
  await expect(instants.getByRole('columnheader', { name: /^UTC/ })).toBeVisible();
  await expect(instants.getByRole('row')).toHaveCount(6);
  await page.getByRole('button', { name: 'Create schedule' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'evening' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Next five' }).getByRole('row')).toHaveCount(6);
  await expect(page.getByText('It has not fired yet')).toBeVisible();
  await page.getByRole('button', { name: 'Run now' }).click();
  const ticks = page.getByRole('table', { name: 'Ticks of evening' });
  await expect(ticks.getByRole('row').nth(1)).toContainText('Fired');
  await expect(ticks.getByRole('row').nth(1)).toContainText('Succeeded');

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('region', { name: /^Paused: if it were resumed/ }).getByRole('row')).toHaveCount(6);
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Next five' })).toBeVisible();

  await ticks.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'close-day' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Transitions' })).toContainText('Succeeded');
});

test('a bad expression is explained at its field while it is written, and opens in the builder once it is good', async ({
  page,
  person,
}) => {
  await signIn(page, { person, path: '/schedules/new' });
  await page.getByRole('combobox', { name: 'How often' }).click();
  await page.getByRole('option', { name: 'Expression' }).click();
  const expression = page.getByRole('textbox', { name: 'Expression' });
  await expression.fill('61 25 * * *');
  await expect(expression).toHaveAccessibleDescription(/Minute: 61 is outside 0-59\. Hour: 25 is outside 0-23\./);
  await expect(expression).toHaveAttribute('aria-invalid', 'true');

  await expression.fill('15 6 1 * mon');
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('Both day fields are set');
  await expression.fill('0 18 L * *');
  await expect(expression).not.toHaveAttribute('aria-invalid');
  await page.getByRole('button', { name: 'Edit as “Last day of the month”' }).click();
  await expect(page.getByRole('combobox', { name: 'How often' })).toContainText('Last day of the month');
  await expect(page.getByLabel('At', { exact: true })).toHaveValue('18:00');

  await page.getByRole('button', { name: 'Create schedule' }).click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveAccessibleDescription(
    'A schedule needs a name.',
  );
  await expect(page.getByRole('combobox', { name: 'Workflow' })).toHaveAccessibleDescription(
    'Choose the workflow that it fires.',
  );
});

test('a schedule is edited beside its preview, and what the API refuses stands at its field', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'read-code', handler: 'echo' });
  await publishWorkflow(call, {
    name: 'review',
    variables: { repo: { type: 'string', required: true } },
    tasks: [{ id: 'look', type: 'read-code' }],
  });
  const target = { workflow: 'review' };
  await createSchedule(call, { name: 'nightly', cron: '0 2 * * *', timeZone: 'UTC', target, params: { repo: 'main' } });
  await signIn(page, { person, path: '/schedules' });
  await page.getByRole('link', { name: 'nightly' }).click();
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByLabel('repo (required)')).toHaveValue('main');
  await page.getByRole('radio', { name: 'JSON' }).click();
  const variables = page.getByRole('textbox', { name: 'Variables (JSON)' });
  await expect(variables).toHaveAccessibleDescription('Takes repo (string, required).');
  await variables.fill('{"repo": 7}');
  await page.getByLabel('At', { exact: true }).fill('02:30');
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('At 02:30');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(variables).toHaveAccessibleDescription(/Repo must be a string, not 7\./);

  await expect(variables).toBeFocused();
  await variables.fill('{"repo": null}');
  await page.getByRole('radio', { name: 'Form' }).click();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByLabel('repo (required)')).toHaveAccessibleDescription(/Repo is required\./);
  await page.getByLabel('repo (required)').fill('next');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'nightly' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Settings' })).toContainText('next');
  await expect(page.getByText('At 02:30')).toBeVisible();
});

test('several schedules are paused at once and brought back, and one is ended for good', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'report', handler: 'echo' });
  for (const name of ['first', 'second']) {
    await createSchedule(call, { name, cron: '0 3 1 1 *', target: { task: 'report' } });
  }
  await signIn(page, { person, path: '/schedules' });
  const list = page.getByRole('table', { name: 'Schedules' });
  await list.getByRole('checkbox', { name: 'Select all rows shown' }).click();
  await page.getByRole('button', { name: 'Pause 2' }).click();
  await expect(list.getByText('Paused')).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(list.getByText('Active')).toHaveCount(2);

  await page.getByRole('radio', { name: 'Paused' }).click();
  await expect(page.getByText('No schedule matches')).toBeVisible();
  await expect(page).toHaveURL(/show=paused/);
  await page.getByRole('button', { name: 'Clear filters' }).click();

  await list.getByRole('link', { name: 'first' }).click();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const remove = page.getByRole('button', { name: 'Delete the schedule' });
  await expect(remove).toBeDisabled();
  await page.getByLabel('Type first to confirm').fill('first');
  await remove.click();
  await expect(list.getByRole('link', { name: 'second' })).toBeVisible();
  await expect(list.getByRole('link', { name: 'first' })).toHaveCount(0);
  await page.getByRole('radio', { name: 'Ended' }).click();
  await expect(list.getByRole('link', { name: 'first' })).toBeVisible();
});
