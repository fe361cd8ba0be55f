import { enqueueJob, expect, signIn, test } from './product.ts';

const register =
  'mutation Register($input: RegisterTaskInput!) { registerTask(input: $input) { userErrors { message } } }';

test('a broken service level appears by itself and leads to its job', async ({ page, person, call }) => {
  const handler = { builtin: { name: 'sleep', options: { ms: 60_000 } } };
  await call(register, { name: 'close-books', handler, sla: { maxDuration: 'PT1S' } });
  await signIn(page, { person, path: '/alerts' });
  await expect(page.getByText('No alert is open.')).toBeVisible();

  await enqueueJob(call, 'close-books');
  const alert = page.getByRole('row').filter({ hasText: 'close-books' });
  await expect(alert).toContainText('Critical');
  await expect(page.getByRole('navigation', { name: 'Main' })).toContainText('1 open');

  await alert.getByRole('link', { name: /^job / }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('close-books');

  await page.goBack();
  await page.getByRole('button', { name: /^Resolve close-books/ }).click();
  const question = page.getByRole('alertdialog', { name: 'Resolve this alert?' });
  await expect(question.getByRole('button', { name: 'Resolve alert' })).toBeDisabled();
  await question.getByLabel('Reason').fill('the books are large this month');
  await question.getByRole('button', { name: 'Resolve alert' }).click();
  await expect(alert).toContainText('Resolved');
  await expect(page.getByRole('navigation', { name: 'Main' })).not.toContainText('open');
  await page.getByRole('radio', { name: 'Resolved' }).click();
  await expect(page).toHaveURL(/state=resolved/);
  await expect(alert).toBeVisible();
});
