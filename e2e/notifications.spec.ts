import { openMailReceiver } from '#testing/alert/mail-receiver.ts';
import { enqueueJob, expect, registerTask, signIn, test } from './product.ts';

test('a channel is made and tried, a rule is made, a job dies, and the mail about it leads to the alert', async ({
  page,
  person,
  call,
  product,
}) => {
  const mailbox = await openMailReceiver(product.mailPort);
  await signIn(page, { person, path: '/settings?tab=notifications' });
  await page.getByRole('button', { name: 'Make a channel' }).click();
  await page.getByLabel('Name').fill('ops team');
  await page.getByLabel('To', { exact: true }).fill('nobody');
  await page.getByRole('button', { name: 'Make the channel' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'is not an address of mail' })).toBeVisible();
  await page.getByLabel('To', { exact: true }).fill('ops@example.com');
  await page.getByRole('button', { name: 'Make the channel' }).click();

  await page.getByRole('button', { name: 'Send a test through ops team' }).click();
  const tried = await mailbox.mail(({ subject }) => subject?.includes('A test of the channel ops team') === true);
  expect(tried.text).toContain('Ada Operator sent this');
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText('The test through ops team was taken');

  await page.getByRole('button', { name: 'New rule' }).click();
  const dialog = page.getByRole('dialog', { name: 'New rule' });
  await expect(dialog).toContainText('When a job dies, tell ops team at most every 15 min');
  await dialog.getByLabel('Name').fill('dead jobs');
  await dialog.getByRole('button', { name: 'Make the rule' }).click();
  await expect(page.getByRole('table', { name: 'Rules' })).toContainText('dead jobs');

  // The last of its attempts fails: the job is dead.
  await registerTask(call, {
    name: 'pay-invoice',
    handler: 'fail',
    options: { times: 9, message: 'the bank is closed' },
    retry: { maxAttempts: 1 },
  });
  await enqueueJob(call, 'pay-invoice');
  const mail = await mailbox.mail(({ subject }) => subject?.includes('A job of task pay-invoice is dead') === true);
  expect(mail.text).toContain('The bank is closed.');
  const [link = ''] = /http\S+\/alerts\/\S+/.exec(mail.text ?? '') ?? [];
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1, name: 'Jobs die' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Who was told' })).toContainText('ops team');

  await page.getByRole('button', { name: /^Acknowledge/ }).click();
  await page.getByLabel('Reason (optional)').fill('calling the bank');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Acknowledge' }).click();
  await expect(page.getByText('Seen to', { exact: true })).toBeVisible();
  await expect(page.getByText('calling the bank')).toBeVisible();
  await mailbox.close();
});

test('a webhook tells its secret once, and what did not get through stands in the log with its reason', async ({
  page,
  person,
}) => {
  await signIn(page, { person, path: '/settings?tab=notifications' });
  await page.getByRole('button', { name: 'New channel' }).click();
  const dialog = page.getByRole('dialog', { name: 'New channel' });
  await dialog.getByLabel('Name').fill('chat');
  await dialog.getByRole('combobox', { name: 'How' }).click();
  await page.getByRole('option', { name: 'Webhook' }).click();
  await dialog.getByLabel('URL').fill('http://127.0.0.1:9/hook');
  await dialog.getByRole('button', { name: 'Make the channel' }).click();
  await expect(page.getByLabel('Secret', { exact: true })).toHaveValue(/^whsec_/);
  await page.getByRole('button', { name: 'I have stored it' }).click();

  await page.getByRole('button', { name: 'Send a test through chat' }).click();
  const sent = page.getByRole('table', { name: 'Messages' });
  await expect(sent.getByRole('row').filter({ hasText: 'A test of the channel chat' })).toContainText('Given up');
  await expect(sent).toContainText('127.0.0.1 is not at a public address');
  await sent.getByRole('button', { name: /^Send again/ }).click();
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText('It is sent again');
});
