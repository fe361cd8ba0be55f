import type { Page } from 'playwright/test';
import { makeOneOfEverything } from './one-of-everything.ts';
import { addressIn, expect, signIn, test } from './product.ts';

const requestId = 'req-4711';
const body = JSON.stringify({
  data: null,
  errors: [
    {
      message: 'an internal fault; quote the request id when you ask about it',
      extensions: { code: 'INTERNAL', requestId },
    },
  ],
});
// The frame around the screens has its own place to say so.
const framing = /Viewer|Tenants|Palette/;

for (const { path, shows } of [
  { path: '/jobs', shows: 'nap' },
  { path: '/runs', shows: 'branches' },
  { path: '/workflows', shows: 'branches' },
  { path: '/schedules', shows: 'hourly' },
  { path: '/queues', shows: 'default' },
  { path: '/alerts', shows: 'late-report' },
]) {
  test(`when the API fails, ${path} says so with the request's id, and trying again helps`, async ({
    page,
    person,
    call,
  }) => {
    await makeOneOfEverything(call);
    await signIn(page, { person, path: '/settings' });
    await failAnswers(page);
    await page.goto(addressIn(person, path));
    const alert = page.getByRole('main').getByRole('alert').filter({ hasText: requestId }).first();
    await expect(alert).toContainText('an internal fault');
    await page.unroute('**/graphql');
    // A part of the page that tries again by itself may be quicker than the press.
    await expect(async () => {
      const again = alert.getByRole('button', { name: 'Try again' });
      if (await again.isVisible()) await again.click({ timeout: 1_000 });
      await expect(page.getByRole('main').getByText(shows).first()).toBeVisible({ timeout: 3_000 });
    }).toPass();
    await expect(alert).toHaveCount(0);
  });
}

test('an overview of which parts cannot be read shows the others and names what is missing', async ({
  page,
  person,
}) => {
  await signIn(page, { person, path: '/settings' });
  await failAnswers(page);
  await page.goto(addressIn(person, '/'));
  await expect(page.getByRole('main').getByRole('alert').filter({ hasText: requestId }).first()).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
});

async function failAnswers(page: Page): Promise<void> {
  await page.route('**/graphql', async (route) => {
    const { operationName }: { operationName?: string } = route.request().postDataJSON() ?? {};
    if (framing.test(operationName ?? '')) await route.fallback();
    else await route.fulfill({ status: 500, contentType: 'application/json', body });
  });
}
