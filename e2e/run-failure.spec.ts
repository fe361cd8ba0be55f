import { addressIn, expect, publishWorkflow, registerTask, signIn, startRun, test } from './product.ts';

test('a failed run leads to the step that failed it, says why, and is run again with other variables', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'work', handler: 'noop' });
  const message = 'line 7 names an article that does not exist';
  await registerTask(call, { name: 'check', handler: 'fail', options: { times: 9, message, retryable: false } });
  const tasks = [
    { id: 'fetch', type: 'work' },
    { id: 'check-file', type: 'check', dependencies: ['fetch'] },
    { id: 'load', type: 'work', dependencies: ['check-file'] },
  ];
  const variables = { partner: { type: 'string', default: 'north' } };
  await publishWorkflow(call, { name: 'partner-orders', variables, tasks });
  await signIn(page, { person, path: '/runs' });
  const first = await startRun(call, 'partner-orders');
  await page.goto(addressIn(person, `/runs/${first}`));

  const about = page.getByRole('region', { name: 'About the run' });
  await expect(about).toContainText(message);
  await about.getByRole('link', { name: 'check-file' }).click();
  const panel = page.getByRole('complementary', { name: 'Step check-file' });
  await expect(panel).toContainText(message);
  await panel.getByRole('button', { name: 'Run again' }).click();
  const form = page.getByRole('dialog');
  await expect(form.getByLabel('partner')).toHaveValue('north');
  await form.getByLabel('partner').fill('south');
  await form.getByRole('button', { name: 'Run again' }).click();

  await expect(page).not.toHaveURL(new RegExp(first));
  await expect(page).toHaveURL(/\/runs\/run_/);
  await expect(about).toContainText('Repeats');
  await page.getByRole('navigation', { name: 'Views of the run' }).getByRole('link', { name: 'Variables' }).click();
  await expect(page.getByRole('region', { name: 'Variables' })).toContainText('south');
});

test('the log of a run is read from its first line on, without a gap, and narrowed to one step', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, {
    name: 'shaky',
    handler: 'fail',
    options: { times: 1, message: 'the bank answered 503', retryable: true },
    retry: { maxAttempts: 3, strategy: 'FIXED', baseDelay: 'PT0.2S', jitter: 'NONE' },
  });
  const tasks = [
    { id: 'pay', type: 'shaky' },
    { id: 'book', type: 'shaky', dependencies: ['pay'] },
  ];
  await publishWorkflow(call, { name: 'payments', tasks });
  await signIn(page, { person, path: '/runs' });
  await page.goto(addressIn(person, `/runs/${await startRun(call, 'payments')}?tab=events`));

  const events = page.getByRole('region', { name: 'Events of the run' });
  await expect(events).toContainText('The run succeeded: nothing is left to do');
  await expect(events).toContainText('12 events, numbered without a gap');
  await expect(events).toContainText('Attempt 1 of 3 failed: the bank answered 503; the next one began');
  await expect(events).not.toContainText('job.retrying');
  await events.getByRole('button', { name: 'own words' }).click();
  await expect(events).toContainText('job.retrying');
  await expect(page).toHaveURL(/raw=1/);
  await events.getByRole('button', { name: 'own words' }).click();
  await page.keyboard.press('/');
  await page.keyboard.type('book');
  await expect(events.getByRole('row')).toHaveCount(6);
  await expect(page).toHaveURL(/find=book$/);

  await page.getByRole('navigation', { name: 'Views of the run' }).getByRole('link', { name: 'Steps' }).click();
  const steps = page.getByRole('table', { name: 'Steps' });
  await expect(steps.getByRole('row').filter({ hasText: 'book' })).toContainText('Succeeded');
});
