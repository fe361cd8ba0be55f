import { expect, registerTask, signIn, test } from './product.ts';

test('tasks are listed as they are registered, and one tells how it is carried out and leads to its jobs', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'send-invoices', handler: 'echo' });
  await signIn(page, { person, path: '/tasks' });
  const table = page.getByRole('table', { name: 'Tasks' });
  const row = table.getByRole('row').filter({ hasText: 'send-invoices' });
  await expect(row).toContainText('default');

  // Another version changes its row where it stands; another task waits until it is asked for.
  await registerTask(call, { name: 'send-invoices', handler: 'sleep', options: { ms: 5 } });
  await expect(row.getByRole('cell', { name: '2', exact: true })).toBeVisible();
  await registerTask(call, { name: 'archive-invoices', handler: 'echo' });
  await page.getByRole('button', { name: '1 new' }).click();
  await expect(table.getByRole('row').nth(1)).toContainText('archive-invoices');

  await row.getByRole('link', { name: 'send-invoices', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'send-invoices' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Handler' })).toContainText('sleep');
  await page.getByRole('link', { name: 'Its jobs' }).click();
  await expect(page).toHaveURL(/\/jobs\?q=task/);
});

test('a task that this tenant does not have says so, and g t leads to those that it has', async ({ page, person }) => {
  await signIn(page, { person, path: '/tasks/nobody-knows' });
  await expect(page.getByText('This tenant has no such task.')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeVisible();
});
