import type { Page, WebSocketRoute } from 'playwright/test';
import { addressIn, cancelJob, enqueueJob, expect, registerTask, signIn, test } from './product.ts';

test('a lost connection is named, and nothing that happened meanwhile is missed', async ({
  page,
  browser,
  baseURL,
  person,
  call,
}) => {
  const sockets: WebSocketRoute[] = [];
  let isCut = false;
  await page.routeWebSocket(/\/graphql$/, async (socket) => {
    sockets.push(socket);
    if (isCut) await socket.close({ code: 1012 });
    else socket.connectToServer();
  });
  await registerTask(call, { name: 'fetch-rates', handler: 'sleep', options: { ms: 60_000 } });
  await signIn(page, { person, path: '/jobs' });
  const job = await enqueueJob(call, 'fetch-rates');
  await expect(rowOf(page, 'fetch-rates')).toContainText('Running');

  isCut = true;
  await sockets.at(-1)?.close({ code: 1012 });
  await expect(page.getByRole('status').filter({ hasText: 'Reconnecting' })).toContainText(/data as of \d\d:\d\d:\d\d/);
  // Another browser, whose connection holds, sees how it ended.
  await cancelJob(call, job);
  const other = await browser.newPage({ baseURL, storageState: await page.context().storageState() });
  await other.goto(addressIn(person, '/jobs'));
  await expect(rowOf(other, 'fetch-rates')).toContainText('Cancelled');
  await expect(rowOf(page, 'fetch-rates')).toContainText('Running');

  isCut = false;
  await expect(rowOf(page, 'fetch-rates')).toContainText('Cancelled');
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
  await other.close();
});

test('a page that is held still does not move, and catches up when it is let go', async ({
  page,
  browser,
  baseURL,
  person,
  call,
}) => {
  await registerTask(call, { name: 'weigh-parcel', handler: 'sleep', options: { ms: 60_000 } });
  await signIn(page, { person, path: '/jobs' });
  const job = await enqueueJob(call, 'weigh-parcel');
  await expect(rowOf(page, 'weigh-parcel')).toContainText('Running');

  await page.getByRole('button', { name: 'Pause live updates' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Paused' })).toContainText('data as of');
  await cancelJob(call, job);
  const other = await browser.newPage({ baseURL, storageState: await page.context().storageState() });
  await other.goto(addressIn(person, '/jobs'));
  await expect(rowOf(other, 'weigh-parcel')).toContainText('Cancelled');
  await expect(rowOf(page, 'weigh-parcel')).toContainText('Running');

  await page.getByRole('button', { name: 'Resume live updates' }).click();
  await expect(rowOf(page, 'weigh-parcel')).toContainText('Cancelled');
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
  await other.close();
});

test('a machine without a network knows it at once, and is live again as soon as it is back', async ({
  page,
  context,
  person,
}) => {
  await signIn(page, { person, path: '/jobs' });
  await context.setOffline(true);
  await expect(page.getByRole('status').filter({ hasText: 'Reconnecting' })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
});

test('a screen that could not be read fills by itself when the network is back', async ({ page, context, person }) => {
  await signIn(page, { person, path: '/jobs' });
  await page.route('**/graphql', (route) => route.abort());
  await page.goto(addressIn(person, '/queues'));
  await expect(page.getByRole('main').getByRole('alert').first()).toContainText('cannot be reached');
  await context.setOffline(true);
  await page.unroute('**/graphql');
  await context.setOffline(false);
  await expect(page.getByRole('table', { name: 'Queues' })).toContainText('default');
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
});

function rowOf(page: Page, task: string) {
  return page.getByRole('row').filter({ hasText: task });
}
