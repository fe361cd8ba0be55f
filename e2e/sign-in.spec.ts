import { addressIn, expect, test } from './product.ts';

test('a person signs in, is led back to the page they asked for, and signs out', async ({ page, person }) => {
  await page.goto(addressIn(person, '/jobs?state=DEAD'));
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(page.getByLabel('Email')).toBeFocused();

  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();

  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(addressIn(person, '/jobs?state=DEAD'));
  await expect(page.getByRole('banner')).toContainText(person.tenantName);
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();

  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto('/runs');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fruns$/);
});

test('a person of two tenants comes to one of them, may change over, and comes back to where they were', async ({
  page,
  person,
  product,
}) => {
  const other = await product.newPerson(person);
  const [first, second] = [person, other].toSorted((a, b) => (a.tenant < b.tenant ? -1 : 1));
  if (first === undefined || second === undefined) throw new Error('there are two');
  await page.goto('/');
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(addressIn(first, '/'));
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();

  await page.getByRole('button', { name: `Tenant: ${first.tenantName}` }).click();
  await page.getByRole('menuitem', { name: second.tenantName }).click();
  await expect(page).toHaveURL(addressIn(second, '/'));
  await expect(page.getByRole('button', { name: `Tenant: ${second.tenantName}` })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();

  await page.goto('/');
  await expect(page).toHaveURL(addressIn(second, '/'));
  // Who wants to be asked is asked.
  await page.goto('/t');
  await page.getByRole('link', { name: first.tenantName }).click();
  await expect(page).toHaveURL(addressIn(first, '/'));
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
