import { once } from 'node:events';
import { createServer } from 'node:http';
import { createSchedule, expect, publishWorkflow, registerTask, signIn, test } from './product.ts';

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
  await expect(row).toContainText('version 2');
  await registerTask(call, { name: 'archive-invoices', handler: 'echo' });
  await page.getByRole('button', { name: '1 new' }).click();
  await expect(table.getByRole('row').nth(1)).toContainText('archive-invoices');

  await row.getByRole('link', { name: 'send-invoices', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'send-invoices' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Handler' })).toContainText('sleep');
  await page.getByRole('link', { name: 'All its jobs' }).click();
  await expect(page).toHaveURL(/\/jobs\?q=task/);
});

test('a task that this tenant does not have says so, and g t leads to those that it has', async ({ page, person }) => {
  await signIn(page, { person, path: '/tasks/nobody-knows' });
  await expect(page.getByText('This tenant has no such task.')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeVisible();
});

test('a task is tried out and registered by a form, changed with its changes in sight, enqueued by a form, and deprecated', async ({
  page,
  person,
  call,
  product,
}) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['x-partner']}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"sent":true}');
  });
  server.listen(product.partnerPort, '127.0.0.1');
  await once(server, 'listening');
  await signIn(page, { person, path: '/tasks' });
  await page.getByRole('link', { name: 'Register a task' }).first().click();
  const form = page.getByRole('form', { name: 'Task' });

  // An address that workers would not call is refused at its field, with the setting that would allow it.
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('send-report');
  const url = form.getByRole('textbox', { name: 'URL' });
  await url.fill('http://10.0.0.8:9000/reports');
  await form.getByRole('button', { name: 'Register', exact: true }).click();
  await expect(form.getByText(/OUTBOUND_ALLOW lists 10\.0\.0\.8:9000/).first()).toBeVisible();
  await url.fill(`http://127.0.0.1:${product.partnerPort}/reports/\${{ params.id }}`);
  await form.getByRole('button', { name: 'Add a header' }).click();
  await form.getByRole('textbox', { name: 'Name of header 1' }).fill('x-partner');
  await form.getByRole('textbox', { name: 'Value of header 1' }).fill('acme');
  await form
    .getByRole('textbox', { name: 'Params (JSON Schema)' })
    .fill('{"type":"object","required":["id"],"properties":{"id":{"type":"integer","title":"Report"}}}');

  // The test call is made by a worker, with the params of the form that the schema gives.
  const trial = page.getByRole('region', { name: 'Try it out' });
  await trial.getByRole('textbox', { name: 'Report' }).fill('7');
  await trial.getByRole('button', { name: 'Test call' }).click();
  const outcome = trial.getByRole('region', { name: 'Outcome of the test' });
  await expect(outcome).toContainText('the server answered 200');
  await expect(outcome).toContainText('"sent": true');
  expect(asked).toEqual(['POST /reports/7 acme']);
  await form.getByRole('button', { name: 'Register', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'send-report' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'What params must look like' })).toContainText('integer');

  // Its next version begins with this one; the value of its header is kept without being shown.
  await page.getByRole('link', { name: 'Edit' }).click();
  const changes = page.getByRole('region', { name: 'What version 2 changes' });
  await expect(changes).toContainText('Nothing yet');
  await form.getByRole('textbox', { name: 'What it is for' }).fill('Asks for one report');
  await expect(changes).toContainText('Asks for one report');
  await form.getByRole('textbox', { name: 'Mutexes' }).fill('report-${{ params.id }}');
  await form.getByRole('textbox', { name: 'Resource pools' }).fill('printers: 1');
  await form.getByRole('button', { name: 'Register the next version' }).click();
  await expect(form.getByText('There is no pool "printers".').first()).toBeVisible();
  await form.getByRole('textbox', { name: 'Resource pools' }).fill('');
  await form.getByRole('button', { name: 'Register the next version' }).click();
  await expect(page.getByText('Version 2').first()).toBeVisible();
  await page.getByRole('link', { name: 'Versions' }).click();
  await expect(page.getByRole('region', { name: 'Version', exact: true })).toContainText('Asks for one report');
  await page.getByRole('link', { name: 'Overview' }).last().click();
  await expect(page.getByRole('table', { name: 'Effective policy' })).toContainText('report-${{ params.id }}');

  // A job by the form that its schema gives.
  await page.getByRole('button', { name: 'Enqueue' }).click();
  const dialog = page.getByRole('dialog', { name: 'Enqueue a job of send-report' });
  await dialog.getByRole('textbox', { name: 'Report' }).fill('8');
  await dialog.getByRole('button', { name: 'Enqueue' }).click();
  const jobs = page.getByRole('table', { name: 'Last jobs' });
  await expect(jobs.getByRole('row').nth(1)).toContainText('Succeeded');
  expect(asked).toEqual(['POST /reports/7 acme', 'POST /reports/8 acme']);

  // What is arranged goes on; nothing new is made of it.
  await publishWorkflow(call, {
    name: 'nightly',
    description: 'x',
    tasks: [{ id: 'a', type: 'send-report', params: { id: 1 } }],
  });
  await createSchedule(call, { name: 'daily', cron: '@daily', target: { task: 'send-report' }, params: { id: 2 } });
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Deprecate …' }).click();
  const question = page.getByRole('dialog', { name: 'Deprecate send-report?' });
  await question.getByRole('textbox').fill('use send-report-2');
  await question.getByRole('button', { name: 'Deprecate', exact: true }).click();
  await expect(page.getByText('use send-report-2')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Enqueue' })).toBeHidden();
  await expect(page.getByRole('region', { name: 'Where used' })).toContainText('nightly');

  await page.getByRole('link', { name: 'Tasks' }).first().click();
  await page.getByRole('radio', { name: 'Deprecated' }).click();
  const row = page.getByRole('table', { name: 'Tasks' }).getByRole('row').filter({ hasText: 'send-report' });
  await expect(row).toContainText('100 %');
  await expect(row).toContainText('1 workflow');
  server.closeAllConnections();
  server.close();
});
