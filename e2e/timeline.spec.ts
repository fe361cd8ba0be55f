import {
  createSchedule,
  enqueueJob,
  expect,
  publishWorkflow,
  registerTask,
  signIn,
  startRun,
  test,
} from './product.ts';

test('the fleet is seen over time, zoomed by keys, and brushed to the list of what it did', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'count-stock', handler: 'noop' });
  const job = await enqueueJob(call, 'count-stock');
  await publishWorkflow(call, { name: 'stocktaking', tasks: [{ id: 'count', type: 'count-stock' }] });
  const run = await startRun(call, 'stocktaking');
  await createSchedule(call, { name: 'each-minute', cron: '* * * * *', target: { workflow: 'stocktaking' } });
  await signIn(page, { person, path: '/' });
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await expect(page.getByRole('heading', { name: 'Timeline', level: 1 })).toBeVisible();

  // What ran and what is planned, for eyes and in numbers.
  const rows = page.getByRole('list', { name: 'Rows over time' });
  const stocktaking = rows.getByRole('link', { name: /^stocktaking: \d+ succeeded; next at / });
  await expect(stocktaking).toBeVisible();
  const table = page.getByRole('table', { name: 'The timeline as a table' });
  await expect(table.getByRole('row', { name: /stocktaking/ })).toContainText('60');

  await page.keyboard.press('+');
  await expect(page).toHaveURL(/span=1h/);
  await expect(page.getByRole('radio', { name: '1 h' })).toBeChecked();

  // From the row to the thing in it, and on to its page.
  await stocktaking.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('tooltip')).toContainText('stocktaking succeeded');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tooltip')).toContainText('each-minute is planned');

  await page.getByRole('radio', { name: 'Queues' }).click();
  await expect(page).toHaveURL(/rows=queues/);
  const queue = rows.getByRole('link', { name: /^default: \d+ succeeded/ });
  await queue.focus();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Shift+ArrowLeft');
  await page.getByRole('link', { name: 'Jobs of default' }).click();
  await expect(page).toHaveURL(/\/jobs\?q=queue:default\+started:/);
  await expect(page.locator(`tr[data-key="${job}"]`)).toBeVisible();
  await page.goBack();
  await page.getByRole('radio', { name: 'Workflows' }).click();
  await stocktaking.focus();
  await page.keyboard.press('Home');
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/runs\/run_/);
  expect(run).toMatch(/^run_/);
});

test('a missing worker stands before everything else, with what waits and the way out', async ({
  page,
  person,
  call,
  product,
}) => {
  await registerTask(call, { name: 'count-stock', handler: 'noop' });
  await product.withoutWorker(async () => {
    const job = await enqueueJob(call, 'count-stock');
    await signIn(page, { person, path: '/' });
    const banner = page.getByRole('alert').filter({ hasText: 'No worker is live: nothing starts' });
    await expect(banner).toContainText('1 job waits in default');
    await expect(banner).toContainText(/Last heard of one .* ago/);
    await expect(banner).toContainText('npm run worker');
    await banner.getByRole('link', { name: /1 job waits in default/ }).click();
    await page.locator(`tr[data-key="${job}"]`).getByRole('link').first().click();
    await expect(page.getByRole('region', { name: 'Why' })).toContainText(/last heard of one \d+ (s|min) ago/);
  });
  await page.goto(`/t/${person.tenant}`);
  await expect(page.getByRole('region', { name: 'Needs attention' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'No worker is live' })).toHaveCount(0);
});
