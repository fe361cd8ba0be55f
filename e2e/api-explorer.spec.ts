import type { Page } from 'playwright/test';
import { takeOffer } from './hands.ts';
import { enqueueJob, expect, registerTask, signIn, test } from './product.ts';

test('a query is written with the words of the schema, run by keyboard, and answered', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'print-label', handler: 'noop' });
  await enqueueJob(call, 'print-label');
  await signIn(page, { person, path: '/api-explorer' });
  await schemaIsKnown(page);
  await write(page, 'Query', '{ jobs(first: 5) { nodes { task { name } } } ');
  await page.keyboard.type('view');
  await takeOffer(page, /viewer/);
  await page.keyboard.type(' { role } }');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');

  const response = page.getByRole('region', { name: 'Response', exact: true });
  await expect(response).toContainText('Answered 200');
  await expect(response).toContainText('"print-label"');
  await expect(response).toContainText('"ADMIN"');
  await page.getByRole('link', { name: 'History', exact: true }).click();
  await expect(page.getByRole('button', { name: /^jobs answered/ })).toBeVisible();
});

test('a mistake is marked before it is sent, and told when it is', async ({ page, person }) => {
  await signIn(page, { person, path: '/api-explorer' });
  await schemaIsKnown(page);
  await write(page, 'Query', 'query Who($id: ID!) { job(id: $id) { colour } }');
  await expect(page.getByText('Required and not given: $id')).toBeVisible();
  await write(page, 'Variables', '{ "id": "job_none" }');
  await expect(page.getByText('Required and not given: $id')).toHaveCount(0);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const response = page.getByRole('region', { name: 'Response', exact: true });
  await expect(response).toContainText('Cannot query field \\"colour\\" on type \\"Job\\"');
  await expect(response).toContainText('Errors 400');
});

test('events are followed live until they are stopped', async ({ page, person, call }) => {
  await registerTask(call, { name: 'weigh-parcel', handler: 'noop' });
  await signIn(page, { person, path: '/api-explorer?side=examples' });
  await page.getByRole('button', { name: /Follow the events/ }).click();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const response = page.getByRole('region', { name: 'Response', exact: true });
  await expect(response).toContainText('Following');
  await enqueueJob(call, 'weigh-parcel');
  await expect(response).toContainText('job.succeeded');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(response).toContainText('Ended');
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
});

test('the documentation is searched, read and shared by its address', async ({ page, person }) => {
  await signIn(page, { person, path: '/api-explorer' });
  await page.getByRole('searchbox', { name: 'Search the documentation' }).fill('enqueueJob');
  await page.getByRole('link', { name: /Mutation\.enqueueJob:/ }).click();
  await expect(page).toHaveURL(/type=Mutation&field=enqueueJob$/);
  await page.getByRole('link', { name: 'EnqueueJobInput!' }).click();
  await expect(page.getByRole('heading', { name: 'EnqueueJobInput' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Mutation' })).toBeVisible();
});

async function schemaIsKnown(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Subscription' })).toBeVisible();
}

/** Replaces a text, as pasting over it does: typing would add brackets of its own. */
async function write(page: Page, editor: 'Query' | 'Variables', text: string): Promise<void> {
  await page.getByRole('textbox', { name: editor, exact: true }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}
