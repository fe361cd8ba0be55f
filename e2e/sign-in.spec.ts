import { expect, test } from './product.ts';

test('a person signs in, is led back to the page they asked for, and signs out', async ({ page, person }) => {
  await page.goto('/jobs?state=DEAD');
  await expect(page).toHaveURL(/\/sign-in\?next=/);

  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();

  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/jobs\?state=DEAD$/);
  await expect(page.getByRole('banner')).toContainText(person.tenantName);
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();

  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto('/runs');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fruns$/);
});

test('a person of two tenants is asked where to go, and may change over', async ({ page, person, product }) => {
  const other = await product.newPerson(person);
  await page.goto('/');
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: other.tenantName }).click();

  const tenant = page.getByRole('combobox', { name: 'Tenant' });
  await expect(tenant).toHaveValue(other.tenant);
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await tenant.selectOption(person.tenant);
  await expect(tenant).toHaveValue(person.tenant);
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
});

test('a password never gets into the address, even when the scripts of the page have not run yet', async ({
  browser,
  product,
  person,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${product.url}/sign-in`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeDisabled();
  await page.getByLabel('Password').press('Enter');
  await expect(page).toHaveURL(/\/sign-in$/);
  await context.close();
});
