import type { Page } from 'playwright/test';
import { tabTo } from './hands.ts';
import { makeOneOfEverything } from './one-of-everything.ts';
import { addressIn, expect, signIn, test } from './product.ts';

test('without a mouse: sign in, start a workflow, watch it, find a running job and cancel it', async ({
  page,
  person,
  call,
}) => {
  await makeOneOfEverything(call);
  await page.goto(addressIn(person, '/'));
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  await tabTo(page, page.getByLabel('Email'));
  await page.keyboard.type(person.email);
  await tabTo(page, page.getByLabel('Password'));
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();

  await go(page, 'w', 'Workflows');
  await tabTo(page, page.getByRole('button', { name: 'Start branches' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Start run' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/runs\/run_/);
  await tabTo(page, page.getByRole('button', { name: 'broken: Failed' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Open job' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('link', { name: 'Open job' })).toHaveCount(0);

  await go(page, 'j', 'Jobs');
  await tabTo(page, page.getByRole('row').filter({ hasText: 'nap' }).getByRole('link').first());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'nap' })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Cancel job' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog').getByLabel('Reason')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toContainText('Cancelled');
});

test('the first stop of every screen leads past the navigation', async ({ page, person }) => {
  await page.goto(addressIn(person, '/jobs'));
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Jobs' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Jobs' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#content$/);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').locator(':focus')).toHaveCount(1);
});

test('what is typed before the palette has opened stands in it', async ({ page, person }) => {
  await signIn(page, { person, path: '/settings' });
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  // The title is there before the screen hears keys; the palette comes only when it is asked for.
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('workers');
  await expect(page.getByRole('combobox', { name: /^Search screens/ })).toHaveValue('workers');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Workers' })).toBeVisible();
});

/** Changes the screen with `g` and a letter. */
async function go(page: Page, letter: string, screen: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press(letter);
  await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible();
}
