import type { Browser, Page } from 'playwright/test';
import { addressIn, expect, signIn, test } from './product.ts';

/** A browser that nobody has signed in with. */
async function anotherBrowser(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) });
  return await context.newPage();
}

const members = '/settings?tab=members';

test('somebody is invited, comes in by the link, is told by name, gets another role and is removed', async ({
  browser,
  page,
  person,
  baseURL,
}) => {
  await signIn(page, { person, path: members });
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByLabel('Email').fill('grace@example.test');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect(page.getByRole('table', { name: 'Invitations' })).toContainText('grace@example.test');
  await expect(page.getByText(link)).toHaveCount(0);

  const there = await anotherBrowser(browser, baseURL);
  await there.goto(link);
  await expect(there.getByRole('heading', { name: `Join ${person.tenantName}` })).toBeVisible();
  await there.getByLabel('Your name').fill('Grace Hopper');
  await there.getByLabel('Password').fill('four words in a row');
  await there.getByRole('button', { name: 'Make the account and join' }).click();
  await expect(there).toHaveURL(addressIn(person, '/'));
  await there.getByRole('button', { name: 'Write a note for the next shift' }).click();
  await there.getByLabel('Note for the next shift').fill('Billing waits for https://bank.example.com/status.');
  await there.getByRole('button', { name: 'Save the note' }).click();

  const table = page.getByRole('table', { name: 'Members' });
  await expect(table.getByRole('row', { name: /Grace Hopper/ })).toContainText('Operator');
  await expect(page.getByRole('table', { name: 'Invitations' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Overview' }).click();
  const note = page.getByRole('region', { name: 'Hand-over note' });
  await expect(note).toContainText('Grace Hopper');
  await expect(note.getByRole('link')).toHaveAttribute('href', 'https://bank.example.com/status');

  await page.goto(addressIn(person, members));
  await table.getByRole('button', { name: 'Acts on Grace Hopper' }).click();
  await page.getByRole('menuitem', { name: 'Change the role' }).click();
  await page.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Viewer' }).click();
  await page.getByRole('button', { name: 'Change the role' }).click();
  await expect(table.getByRole('row', { name: /Grace Hopper/ })).toContainText('Viewer');
  await there.reload();
  await expect(there.getByRole('region', { name: 'Hand-over note' })).toBeVisible();
  await expect(there.getByRole('button', { name: 'Edit the note' })).toHaveCount(0);

  await table.getByRole('button', { name: 'Acts on Grace Hopper' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove from the tenant' }).click();
  await expect(table.getByRole('row', { name: /Grace Hopper/ })).toHaveCount(0);
  await there.reload();
  await expect(there.getByRole('heading', { name: 'No such tenant' })).toBeVisible();
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(note).toContainText('Grace Hopper (removed)');

  await there.goto(link);
  await expect(there.getByRole('heading', { name: 'This link opens nothing' })).toBeVisible();
  await there.context().close();
});

test('a session that is ended elsewhere is out, and so is every other one when the password changes', async ({
  browser,
  page,
  person,
  baseURL,
}) => {
  const there = await anotherBrowser(browser, baseURL);
  const enter = async (password: string) => {
    await there.goto('/sign-in');
    await there.getByLabel('Email').fill(person.email);
    await there.getByLabel('Password').fill(password);
    await there.getByRole('button', { name: 'Sign in' }).click();
    await expect(there.getByRole('navigation', { name: 'Main' })).toBeVisible();
  };
  await enter(person.password);
  await signIn(page, { person, path: '/settings?tab=account' });
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
  await expect(sessions.filter({ hasText: 'this one' })).toHaveCount(1);
  await sessions.getByRole('button', { name: 'End' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'End', exact: true }).click();
  await expect(sessions).toHaveCount(1);
  await expect(there).toHaveURL(/\/sign-in/);

  await enter(person.password);
  await page.reload();
  await page.getByLabel('Password of today').fill('not this one');
  await page.getByLabel('New password', { exact: true }).fill('four other words');
  await page.getByLabel('New password again').fill('four other words');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText('this is not the password of today')).toBeVisible();
  await page.getByLabel('Password of today').fill(person.password);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText('The password was changed, and another session ended')).toBeVisible();
  await expect(there).toHaveURL(/\/sign-in/);
  await enter('four other words');
  await there.context().close();
});

test('a link from an admin sets a new password for who forgot theirs', async ({
  browser,
  page,
  person,
  product,
  baseURL,
}) => {
  const colleague = await product.newColleague(person, 'VIEWER');
  await signIn(page, { person, path: members });
  const row = page.getByRole('table', { name: 'Members' }).getByRole('row').filter({ hasText: colleague.email });
  await row.getByRole('button', { name: /^Acts on/ }).click();
  await page.getByRole('menuitem', { name: 'Link to a new password' }).click();
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();

  const there = await anotherBrowser(browser, baseURL);
  await there.goto(link);
  await there.getByLabel('New password').fill('words that I remember');
  await there.getByRole('button', { name: 'Set the password' }).click();
  await expect(there.getByRole('status')).toContainText(colleague.email);
  await there.getByRole('link', { name: 'Sign in' }).click();
  await there.getByLabel('Email').fill(colleague.email);
  await there.getByLabel('Password').fill('words that I remember');
  await there.getByRole('button', { name: 'Sign in' }).click();
  await expect(there.getByRole('banner')).toContainText(person.tenantName);
  await there.context().close();
});

test('a view is shared with colleagues or kept for oneself, and what a browser kept before is taken over', async ({
  browser,
  page,
  person,
  product,
}) => {
  const colleague = await product.newColleague(person, 'OPERATOR');
  const save = async (query: string, name: string, isShared: boolean) => {
    await page.goto(addressIn(person, `/jobs?q=${encodeURIComponent(query)}`));
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByLabel('Name').fill(name);
    if (isShared) await page.getByLabel('For everybody in this tenant').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Save view' }).click();
    await expect(page.getByRole('navigation', { name: 'Views' })).toContainText(name);
  };
  await signIn(page, { person, path: '/jobs' });
  await save('queue:west', 'West', true);
  await save('queue:east', 'Mine', false);

  const context = await browser.newContext({ baseURL: product.url });
  const there = await context.newPage();
  const known = `taskflow:${await userId(page)}:${person.tenant}:views jobs`;
  await signIn(there, { person: colleague, path: '/jobs' });
  const views = there.getByRole('navigation', { name: 'Views' });
  await expect(views.getByRole('button', { name: /^West.*shared$/ })).toBeVisible();
  await expect(views.getByRole('button', { name: 'Mine' })).toHaveCount(0);
  await context.close();

  await page.evaluate(
    ([key = '']) => {
      window.localStorage.setItem(key, JSON.stringify([{ name: 'Of old', query: 'state:DEAD label:old=yes' }]));
    },
    [known],
  );
  await page.reload();
  await page.getByRole('button', { name: 'Take over the view of this browser' }).click();
  const own = page.getByRole('navigation', { name: 'Views' });
  await expect(own.getByRole('button', { name: 'Take over' })).toHaveCount(0);
  await own.getByRole('button', { name: 'Of old' }).click();
  await expect(page).toHaveURL(/label/);
  await expect.poll(() => page.evaluate(([key = '']) => window.localStorage.getItem(key), [known])).toBeNull();
  await own.getByRole('button', { name: 'Forget the view Of old' }).click();
  await expect(own.getByRole('button', { name: 'Of old' })).toHaveCount(0);
});

async function userId(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const answer = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ viewer { id } }' }),
    });
    const { data } = await answer.json();
    return String(data.viewer.id);
  });
}
