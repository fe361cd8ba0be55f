import { enqueueJob, expect, publishWorkflow, registerTask, signIn, test } from './product.ts';

test('jobs are asked for by keyboard, the address is shared, and a view keeps it', async ({
  page,
  browser,
  baseURL,
  person,
  call,
}) => {
  await registerTask(call, { name: 'send-invoice', handler: 'noop' });
  await registerTask(call, { name: 'count-stock', handler: 'noop' });
  for (const task of ['send-invoice', 'count-stock']) await enqueueJob(call, task);
  await signIn(page, { person, path: '/jobs' });
  const rows = page.getByRole('row').filter({ has: page.getByRole('checkbox', { name: /^Select (?!all)/ }) });
  await expect(rows).toHaveCount(2);

  await page.keyboard.press('/');
  const bar = page.getByRole('combobox', { name: 'Filter jobs' });
  await expect(bar).toBeFocused();
  await bar.pressSequentially('tas');
  await expect(page.getByRole('option', { name: /^task:/ }).first()).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(bar).toHaveValue('task:');
  await bar.pressSequentially('send');
  await expect(page.getByRole('option', { name: 'send-invoice' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(bar).toHaveValue('task:send-invoice ');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/jobs\?q=task:send-invoice$/);
  await expect(rows).toHaveCount(1);

  const other = await browser.newPage({ baseURL });
  await other.context().addCookies([person.session]);
  await other.goto(page.url());
  await expect(other.getByRole('combobox', { name: 'Filter jobs' })).toHaveValue('task:send-invoice');
  await expect(other.getByRole('row').filter({ hasText: 'send-invoice' })).toBeVisible();
  await expect(other.getByRole('row').filter({ hasText: 'count-stock' })).toHaveCount(0);
  await other.close();

  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Invoices');
  await page.getByRole('dialog').getByRole('button', { name: 'Save view' }).click();
  await page.getByRole('button', { name: 'All jobs' }).click();
  await expect(rows).toHaveCount(2);
  await page.reload();
  await page.getByRole('button', { name: 'Invoices' }).click();
  await expect(rows).toHaveCount(1);
  await expect(bar).toHaveValue('task:send-invoice');
});

test('a query that cannot be read is not asked, and says where it is wrong', async ({ page, person, call }) => {
  await registerTask(call, { name: 'count-stock', handler: 'noop' });
  await enqueueJob(call, 'count-stock');
  await signIn(page, { person, path: '/jobs' });
  const bar = page.getByRole('combobox', { name: 'Filter jobs' });
  await bar.fill('state:ill');
  await bar.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: '"ill" is not a state (character 1)' })).toBeVisible();
  await expect(page).toHaveURL(/\/jobs$/);
  await expect(page.getByRole('row').filter({ hasText: 'count-stock' })).toBeVisible();
});

test('rows are walked, looked into and left by keys alone', async ({ page, person, call }) => {
  const options = { times: 9, message: 'the bank did not answer', retryable: false };
  await registerTask(call, { name: 'book-payment', handler: 'fail', options });
  await registerTask(call, { name: 'count-stock', handler: 'echo' });
  await enqueueJob(call, 'book-payment');
  await enqueueJob(call, 'count-stock');
  await signIn(page, { person, path: '/jobs' });
  await expect(page.getByRole('row').filter({ hasText: 'book-payment' })).toContainText('Failed');
  await expect(page.getByRole('row').filter({ hasText: 'count-stock' })).toContainText('Succeeded');

  await page.keyboard.press('j');
  await page.keyboard.press('o');
  const peek = page.getByRole('complementary', { name: 'Job' });
  await expect(peek.getByRole('heading', { name: 'count-stock' })).toBeVisible();
  await expect(page).toHaveURL(/peek=job_/);
  await page.keyboard.press('j');
  await expect(peek.getByRole('heading', { name: 'book-payment' })).toBeVisible();
  await expect(peek.getByRole('region', { name: 'Why' })).toContainText('the bank did not answer');
  await page.keyboard.press('Escape');
  await expect(peek).toHaveCount(0);
  await page.keyboard.press('x');
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('1 job selected');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Selection' })).not.toContainText('selected');

  await page.keyboard.press('o');
  await page.keyboard.press('o');
  await expect(page).toHaveURL(/\/jobs\/job_/);
  await expect(page.getByRole('heading', { level: 1, name: 'book-payment' })).toBeVisible();
});

test('a job that failed is tried again by hand, and what came of it is told', async ({ page, person, call }) => {
  const options = { message: 'the bank did not answer', retryable: false };
  await registerTask(call, { name: 'book-payment', handler: 'fail', options });
  await enqueueJob(call, 'book-payment');
  await signIn(page, { person, path: '/jobs' });
  const row = page.getByRole('row').filter({ hasText: 'book-payment' });
  await expect(row).toContainText('Failed');
  await expect(row).toContainText('the bank did not answer');
  await row.getByRole('link').first().click();
  await expect(page.getByRole('region', { name: 'Why' })).toContainText('the bank did not answer');

  const attempts = page.getByRole('table', { name: 'Attempts' }).getByRole('row');
  await expect(attempts).toHaveCount(2);
  await page.getByRole('button', { name: 'Retry job' }).click();
  // The head, and in each of two rounds its title and its attempt.
  await expect(attempts).toHaveCount(5);
  await expect(attempts.nth(3)).toContainText(/Round 2 1 attempt, asked for by/);
  const transitions = page.getByRole('table', { name: 'Transitions' });
  await expect(transitions).toContainText('Asked for once more');
  await expect(transitions.getByRole('row').last()).toContainText('Failed');
});

test('runs are asked for like jobs, and one is opened by keys', async ({ page, person, call }) => {
  await registerTask(call, { name: 'count-stock', handler: 'echo' });
  for (const name of ['nightly', 'weekly']) {
    await publishWorkflow(call, { name, tasks: [{ id: 'count', type: 'count-stock' }] });
    const document = 'mutation Start($input: StartRunInput!) { startRun(input: $input) { userErrors { message } } }';
    await call(document, { workflow: name });
  }
  await signIn(page, { person, path: '/runs' });
  await expect(page.getByRole('row').filter({ hasText: 'weekly' })).toContainText('Succeeded');

  await page.keyboard.press('/');
  const bar = page.getByRole('combobox', { name: 'Filter runs' });
  await bar.pressSequentially('workflow:ni');
  await expect(page.getByRole('option', { name: 'nightly' })).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/runs\?q=workflow:nightly$/);
  await expect(page.getByRole('row').filter({ hasText: 'weekly' })).toHaveCount(0);
  await expect(page.getByRole('row').filter({ hasText: 'nightly' })).toContainText('Succeeded');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await expect(page).toHaveURL(/\/runs\/run_/);
  await expect(page.getByRole('heading', { level: 1, name: 'nightly' })).toBeVisible();
});
