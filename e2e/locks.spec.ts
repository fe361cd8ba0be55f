import { enqueueJob, expect, signIn, test } from './product.ts';

const register =
  'mutation Register($input: RegisterTaskInput!) { registerTask(input: $input) { userErrors { message } } }';
const endless = { builtin: { name: 'sleep', options: { ms: 600_000 } } };

test('a lock is found, seen into and released by keys alone, and the next one goes in', async ({
  page,
  person,
  call,
}) => {
  await call(register, { name: 'close-books', handler: endless, mutex: ['ledger'] });
  await enqueueJob(call, 'close-books');
  await enqueueJob(call, 'close-books');
  await enqueueJob(call, 'close-books');
  await signIn(page, { person });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await expect(page.getByRole('heading', { level: 1, name: 'Locks & pools' })).toBeVisible();
  const ledger = page.getByRole('table', { name: 'Locks & pools' }).getByRole('row').filter({ hasText: 'ledger' });
  await expect(ledger).toContainText('Waited for');
  await expect(ledger).toContainText('1 / 1');
  await expect(ledger).toContainText('close-books');

  await page.keyboard.press('j');
  await expect(ledger).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'ledger' })).toBeVisible();
  await expect(page.getByText('A job holds it, and 2 jobs wait.')).toBeVisible();
  const holder = page.getByRole('table', { name: 'Holders' }).getByRole('row').nth(1);
  const first = await holder.getByRole('link').getAttribute('href');
  await expect(page.getByRole('table', { name: 'Waiting' }).getByRole('row')).toHaveCount(3);

  await page.getByRole('button', { name: 'Release what close-books holds' }).focus();
  await page.keyboard.press('Enter');
  const question = page.getByRole('alertdialog', { name: 'Release ledger?' });
  await expect(question).toContainText('The job of close-books loses mutex ledger and runs on.');
  await expect(question).toContainText('Next in is a job of close-books.');
  await question.getByLabel('Reason').fill('it has written the books');
  await expect(question.getByRole('button', { name: 'Release', exact: true })).toBeDisabled();
  await question.getByLabel('Take it although its worker lives').press('Space');
  await question.getByLabel('Reason').press('Enter');
  await expect(question).toBeHidden();
  await expect(page.getByText('A job holds it, and 1 job waits.')).toBeVisible();
  await expect(holder.getByRole('link')).not.toHaveAttribute('href', first ?? '');

  // The job that waits leads to its lock, and so does the one that holds it.
  await page.getByRole('table', { name: 'Waiting' }).getByRole('link', { name: 'close-books' }).click();
  await page
    .getByRole('region', { name: 'Gates' })
    .getByRole('link', { name: /ledger/ })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'ledger' })).toBeVisible();
  await holder.getByRole('link').click();
  await expect(page.getByRole('region', { name: 'Facts' }).getByRole('link', { name: 'ledger' })).toBeVisible();
});

test('a pool is made, made smaller with what that does now, and deleted when nothing needs it', async ({
  page,
  person,
  call,
  product,
}) => {
  await signIn(page, { person, path: '/locks' });
  await expect(page.getByText('Nothing is held, and nobody waits.')).toBeVisible();
  await page.getByRole('button', { name: 'New pool' }).click();
  const made = page.getByRole('dialog', { name: 'New pool' });
  await made.getByLabel('Name').fill('gpu');
  await made.getByLabel('Capacity').fill('many');
  await made.getByRole('button', { name: 'Make pool' }).click();
  await expect(made.getByLabel('Capacity')).toHaveAccessibleDescription(/A whole number from 0/);
  await made.getByLabel('Capacity').fill('3');
  await made.getByRole('button', { name: 'Make pool' }).click();
  const gpu = page.getByRole('row').filter({ hasText: 'gpu' });
  await expect(gpu).toContainText('0 / 3');

  await call(register, { name: 'render', handler: endless, resources: { gpu: 1 } });
  await enqueueJob(call, 'render');
  await enqueueJob(call, 'render');
  await expect(gpu).toContainText('2 / 3');
  await page.getByRole('button', { name: 'Change gpu' }).click();
  const change = page.getByRole('dialog', { name: 'Pool gpu' });
  await change.getByLabel('Capacity').fill('1');
  await expect(change.getByLabel('Capacity')).toHaveAccessibleDescription(
    '2 of 3 are held; nothing is taken back, and the next goes in when fewer than 1 are held.',
  );
  await change.getByRole('button', { name: 'Save' }).click();
  await expect(gpu).toContainText('2 / 1');

  await page.getByRole('button', { name: 'Delete gpu' }).click();
  const remove = page.getByRole('alertdialog', { name: 'Delete the pool gpu?' });
  await remove.getByRole('button', { name: 'Delete pool' }).click();
  await expect(remove).toContainText('the task "render" needs it');
  await remove.getByRole('button', { name: 'Cancel' }).click();

  // Who may only look sees it all and is offered nothing.
  const viewer = await product.newColleague(person, 'VIEWER');
  await page.context().clearCookies();
  await signIn(page, { person: viewer, path: '/locks' });
  await expect(gpu).toContainText('2 / 1');
  await expect(page.getByRole('button', { name: /gpu|New pool/ })).toHaveCount(0);
  await gpu.getByRole('link', { name: 'gpu' }).click();
  await expect(page.getByText('2 of 1 held, more than there is since it was made smaller')).toBeVisible();
  await expect(page.getByRole('button', { name: /Release|Change|Delete/ })).toHaveCount(0);
});
