// A night: the nightly run fails at 02:13, whoever is on call is told, finds why, runs it again and hands over.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Page } from 'playwright/test';
import { type MailReceiver, openMailReceiver } from '#testing/alert/mail-receiver.ts';
import { type Hands, keyboardOf, mouseOf } from './hands.ts';
import { addressIn, type Call, createSchedule, expect, idOf, publishWorkflow, registerTask, test } from './product.ts';

test.use({ settings: { TASKFLOW_STORIES_CLOCK: 'on' } });

const fault = 'account 4711 is closed';

/** The bank to which the wages go: it refuses until somebody has opened the account again. */
async function openBank(port: number): Promise<Server & { isMended: boolean }> {
  const server = Object.assign(
    createServer((request, response) => {
      request.resume();
      response.statusCode = server.isMended ? 200 : 422;
      response.end(JSON.stringify(server.isMended ? { booked: true } : { error: fault }));
    }),
    { isMended: false },
  );
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** The nightly wages at 02:13, and a rule that tells ops when their run fails. */
async function arrangeNight(call: Call, port: number): Promise<void> {
  await registerTask(call, { name: 'count-hours', handler: 'noop' });
  const register =
    'mutation Register($input: RegisterTaskInput!) { registerTask(input: $input) { userErrors { message } } }';
  const handler = { http: { method: 'POST', url: `http://127.0.0.1:${port}/wages`, logBody: true } };
  await call(register, { name: 'book-wages', handler });
  await publishWorkflow(call, {
    name: 'payroll',
    tasks: [
      { id: 'hours', type: 'count-hours' },
      { id: 'wages', type: 'book-wages', dependencies: ['hours'] },
      { id: 'slips', type: 'count-hours', dependencies: ['wages'] },
    ],
  });
  const channel = await call(
    'mutation Channel($input: CreateChannelInput!) { createChannel(input: $input) { channel { id } userErrors { message } } }',
    { name: 'on call', kind: 'EMAIL', to: ['night@example.com'] },
  );
  await call(
    'mutation Rule($input: CreateNotificationRuleInput!) { createNotificationRule(input: $input) { userErrors { message } } }',
    { name: 'nightly work', on: 'RUN_FAILED', channels: [idOf(channel, 'channel')] },
  );
  await createSchedule(call, { name: 'nightly', target: { workflow: 'payroll' }, cron: '13 2 * * *', timeZone: 'UTC' });
}

/** From the mail to the note, with either kind of hands. */
async function workThroughTheNight(page: Page, { press, write }: Hands, mended: () => void): Promise<void> {
  // The mail has led to the kinds in which the workflow failed.
  await press(page.getByRole('row').filter({ hasText: 'payroll / wages' }).getByRole('link').first());
  await expect(page.getByRole('heading', { level: 1 })).toContainText('the server answered #');
  await press(page.getByRole('button', { name: 'Take on' }));
  await expect(page.getByRole('button', { name: 'Give back' })).toBeVisible();
  const failure = new URL(page.url()).pathname;

  await press(page.getByRole('region', { name: 'Latest examples' }).getByRole('link', { name: /^job / }));
  const log = page.getByRole('region', { name: 'Log', exact: true });
  await expect(log.getByText(fault, { exact: false }).last()).toBeInViewport();
  await expect(page.getByRole('region', { name: 'Why' })).toContainText('Ada Operator looks after it');

  mended();
  await press(page.getByRole('link', { name: 'A step is tried again with its run' }));
  await expect(page.getByRole('region', { name: 'About the run' })).toContainText(/02:13/);
  await press(page.getByRole('button', { name: 'Run again', exact: true }));
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('radio', { name: 'From what failed' })).toBeChecked();
  await write(dialog.getByLabel('Reason (optional)'), 'the account is open again');
  await press(dialog.getByRole('button', { name: 'Run again' }));
  await expect(page.getByRole('region', { name: 'About the run' })).toContainText('from what failed, 1 step kept');
  await expect(page.getByRole('main')).toContainText('Succeeded');

  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await press(page.getByRole('row').filter({ hasText: 'payroll / wages' }).getByRole('link').first());
  await expect(page).toHaveURL(new RegExp(failure));
  await press(page.getByRole('button', { name: 'Resolve' }));
  await write(page.getByLabel('Reason (optional)'), 'the bank has opened the account');
  await press(page.getByRole('button', { name: 'Resolve failure' }));
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'History' })).toContainText('Ada Operator');

  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await press(page.getByRole('button', { name: 'Write a note for the next shift' }));
  await write(page.getByRole('textbox', { name: 'Note for the next shift' }), 'Wages were late: account 4711.');
  await press(page.getByRole('button', { name: 'Save the note' }));
  await expect(page.getByRole('region', { name: 'Hand-over note' })).toContainText('Wages were late: account 4711.');
}

for (const [how, handsOf] of [
  ['by mouse', mouseOf],
  ['by keyboard alone', keyboardOf],
] as const) {
  test(`the run that failed at 02:13 is found by its mail, read, run again, resolved and handed over, ${how}`, async ({
    page,
    person,
    call,
    product,
  }) => {
    const mailbox: MailReceiver = await openMailReceiver(product.mailPort);
    const bank = await openBank(product.partnerPort);
    await arrangeNight(call, product.partnerPort);
    const aheadMs = await product.moveClock('02:12:58');
    await page.clock.install({ time: Date.now() + aheadMs });
    // The night of another tenant writes to the same desk.
    const mail = await mailbox.mail(
      ({ subject, text }) =>
        subject?.includes('A run of workflow payroll failed') === true &&
        text?.includes(addressIn(person, '/')) === true,
    );
    expect(mail.text).toContain(fault);
    const [link = ''] = /http\S+\/failures\S*/.exec(mail.text ?? '') ?? [];

    // Whatever time it is outside: at night nobody is signed in from the day before.
    await page.goto(addressIn(person, '/'));
    await expect(page.getByLabel('Email')).toBeFocused();
    // Until the page is awake nothing is sent, whatever is pressed.
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
    await page.getByLabel('Email').fill(person.email);
    await page.getByLabel('Password').fill(person.password);
    await page.getByLabel('Password').press('Enter');
    await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
    await page.goto(link);
    await workThroughTheNight(page, handsOf(page), () => {
      bank.isMended = true;
    });
    bank.close();
    await mailbox.close();
  });
}
