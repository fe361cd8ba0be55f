import { enqueueJob, expect, registerTask, signIn, test } from './product.ts';

const upsertQueue =
  'mutation Queue($input: UpsertQueueInput!) { upsertQueue(input: $input) { userErrors { message } } }';

test('the overview names what needs attention and leads there', async ({ page, person, call }) => {
  const options = { times: 9, message: 'line 7 is wrong', retryable: false };
  await registerTask(call, { name: 'import-order', handler: 'fail', options });
  await registerTask(call, { name: 'nap', handler: 'noop' });
  await enqueueJob(call, 'import-order');
  await enqueueJob(call, 'import-order');
  await signIn(page, { person, path: '/' });
  const attention = page.getByRole('region', { name: 'Needs attention' });
  await expect(attention).toContainText('import-order: line # is wrong');
  await expect(attention).toContainText('2 times');

  await call(upsertQueue, { name: 'default', paused: true });
  await enqueueJob(call, 'nap');
  await expect(attention).toContainText('Queue default: 1 job waits until it is resumed');
  await call(upsertQueue, { name: 'default', paused: false });
  await expect(attention).not.toContainText('Queue default');

  await attention.getByRole('link', { name: /import-order: line # is wrong/ }).click();
  await expect(page).toHaveURL(/\/failures\/flr_/);
  const examples = page.getByRole('table', { name: 'Latest examples' });
  await expect(examples.getByRole('row').filter({ hasText: 'line 7 is wrong' })).toHaveCount(2);
});

test('the span of time stands in the address, and a chart is read by keys or as a table', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'count', handler: 'noop' });
  await enqueueJob(call, 'count');
  await signIn(page, { person, path: '/' });
  await expect(page.getByRole('region', { name: 'Targets' })).toContainText(/Succeeded\s*100\s*%\s*target 97 % · met/);
  await page.getByRole('radio', { name: '1 h' }).click();
  await expect(page).toHaveURL(/window=1h/);
  await page.reload();
  await expect(page.getByRole('radio', { name: '1 h' })).toBeChecked();

  const ended = page.getByRole('figure', { name: 'Jobs that ended' });
  await expect(ended).toContainText('1 succeeded');
  const moments = ended.getByRole('slider', { name: 'Jobs that ended, moment' });
  await moments.focus();
  await page.keyboard.press('Home');
  await expect(moments).toHaveAttribute('aria-valuetext', /^\d\d:\d\d – \d\d:\d\d: 0 succeeded, 0 failed$/);
  await ended.getByRole('button', { name: 'Jobs that ended as a table' }).click();
  await expect(ended.getByRole('table').getByRole('row')).toHaveCount(61);
});

test('a tenant with nothing in it is told how to begin', async ({ page, person }) => {
  await signIn(page, { person, path: '/' });
  const steps = page.getByRole('region', { name: 'First steps' });
  await expect(steps.getByRole('link')).toHaveCount(3);
  await expect(page.getByRole('region', { name: 'Workers' })).toContainText('live');
  await steps.getByRole('link', { name: 'New workflow' }).click();
  await expect(page).toHaveURL(/\/workflows\/new$/);
});
