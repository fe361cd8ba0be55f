import type { Page } from 'playwright/test';
import { makeOneOfEverything, plainRoutes, routesOf } from './one-of-everything.ts';
import { addressIn, expect, signIn, test } from './product.ts';

// What changes something, as buttons and links of the console name it.
const acts =
  /^(Cancel|Retry|Pause|Resume|Run\b.*\bnow|Run again|Rerun|Start(?! latency)|Publish|New (?:schedule|workflow|queue|token)|Create|Delete|Revoke|Edit|Resolve|Save|Invite)\b/;
// They change the reader's own page or lead back, and nothing in the tenant.
const harmless = /live updates|^Cancel$/;

test('a viewer sees everything and is offered nothing that would change it', async ({
  page,
  person,
  call,
  product,
}) => {
  // Every screen there is, one after the other.
  test.slow();
  const things = await makeOneOfEverything(call);
  const viewer = await product.newColleague(person, 'VIEWER');
  await signIn(page, { person: viewer });
  const plain = await plainRoutes(page, viewer);
  for (const path of [...routesOf(things), ...plain.filter((route) => !route.endsWith('/new'))]) {
    await page.goto(addressIn(viewer, path));
    await expectRead(page);
    expect(await actsOn(page), path).toEqual([]);
  }
});

test('what a viewer asks for past the screen is refused, with the reason', async ({ page, person, call, product }) => {
  const { job } = await makeOneOfEverything(call);
  await signIn(page, { person: await product.newColleague(person, 'VIEWER'), path: `/jobs/${job}` });
  await expectRead(page);
  const answer = await page.evaluate(async (id) => {
    const query = 'mutation ($id: ID!) { cancelJob(input: { id: $id }) { userErrors { code message } } }';
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { id } }),
    });
    return await response.text();
  }, job);
  expect(answer).toContain('FORBIDDEN');
  await page.reload();
  await expect(page.getByRole('main')).toContainText('Running');
});

async function expectRead(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('status', { name: 'Loading' }), page.url()).toHaveCount(0);
}

/** The names of everything that can be pressed and would change something. */
async function actsOn(page: Page): Promise<string[]> {
  const pressable = page.getByRole('main').locator('button:not([disabled]):not([aria-disabled="true"]), a[href]');
  const names = await pressable.evaluateAll((elements) =>
    elements.map((element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim()),
  );
  return names.filter((name) => acts.test(name) && !harmless.test(name));
}
