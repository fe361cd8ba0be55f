import { addressIn, enqueueJob, expect, registerTask, signIn, test } from './product.ts';

test('a person finds their way by the keyboard alone', async ({ page, person, call }) => {
  await registerTask(call, { name: 'send-invoice', handler: 'echo' });
  await enqueueJob(call, 'send-invoice');
  await signIn(page, { person });

  await page.keyboard.press('g');
  await page.keyboard.press('j');
  await expect(page.getByRole('heading', { level: 1, name: 'Jobs' })).toBeVisible();
  await expect(page).toHaveURL(/\/jobs$/);

  await page.keyboard.press('Control+k');
  const search = page.getByRole('combobox', { name: 'Search screens' });
  await expect(search).toBeFocused();
  await page.keyboard.type('sched');
  await expect(page.getByRole('option', { name: 'Schedules' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Schedules' })).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('invoice');
  await expect(page.getByRole('option', { name: 'send-invoice' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(search).toBeHidden();
});

test('a whole id that is pasted into the palette leads to its job', async ({ page, person, call }) => {
  await registerTask(call, { name: 'echo', handler: 'echo' });
  const document =
    'mutation Enqueue($input: EnqueueJobInput!) { enqueueJob(input: $input) { job { id } userErrors { message } } }';
  const id = /job_[0-9a-f-]+/.exec(JSON.stringify(await call(document, { task: 'echo' })))?.[0] ?? 'no id';
  await signIn(page, { person });

  await page.getByRole('button', { name: 'Command palette' }).click();
  await page.getByRole('combobox', { name: 'Search screens' }).fill(id);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/jobs/${id}$`));
});

test('what was in use before the palette opened is in use again after it closes', async ({ page, person }) => {
  await signIn(page, { person });
  const opener = page.getByRole('button', { name: 'Command palette' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Search screens' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
});

test('the question mark shows which keys work here, and single keys can be switched off', async ({ page, person }) => {
  await signIn(page, { person });
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toContainText('Command palette');
  await sheet.getByRole('switch', { name: 'Single-key shortcuts' }).click();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  // What was switched off stays off: after `g j` and `?` the palette is the first thing that opens.
  await page.keyboard.press('g');
  await page.keyboard.press('j');
  await page.keyboard.press('?');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(addressIn(person, '/'));
});

test('the theme that a person chooses is still there after the page is loaded again', async ({ page, person }) => {
  await signIn(page, { person });
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Account' }).click();
  await expect(page.getByRole('menuitemcheckbox', { name: 'Dark' })).toBeChecked();
});

test('whose clock the screen shows can be chosen, and the address can say it', async ({ page, person, call }) => {
  await registerTask(call, { name: 'echo', handler: 'echo' });
  await enqueueJob(call, 'echo');
  await signIn(page, { person });
  await page.getByRole('button', { name: 'Time zone' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'UTC' }).last().click();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Time zone: UTC' })).toBeVisible();
  await page.goto(`${addressIn(person, '/')}?tz=tenant`);
  await page.getByRole('button', { name: 'Time zone' }).click();
  await expect(page.getByRole('menuitemcheckbox', { name: 'Tenant' })).toBeChecked();
});
