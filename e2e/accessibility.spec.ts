import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import type { Person } from '#testing/product.ts';
import { makeOneOfEverything, plainRoutes, routesOf } from './one-of-everything.ts';
import { addressIn, expect, signIn, test } from './product.ts';
import { lostInSmallWindows } from './small-windows.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const themes = ['light', 'dark'] as const;
// What depends on the colours of a page; its structure is the same in every theme.
const rulesOfColour = ['color-contrast', 'link-in-text-block'];

test('the sign-in page and a page that does not exist can be used by everybody', async ({ page, person }) => {
  await page.goto('/sign-in');
  await expect(page.getByLabel('Email')).toBeVisible();
  expect(await barriersOn(page)).toEqual([]);
  await signIn(page, { person });
  expect(await barriersAt(page, { person, paths: ['/no/such/screen'] })).toEqual([]);
});

test('the pages behind links can be used by everybody', async ({ page, call }) => {
  await page.goto('/join#none');
  await expect(page.getByRole('heading', { name: 'This link opens nothing' })).toBeVisible();
  expect(await barriersOn(page)).toEqual([]);
  const made = await call(
    'mutation Invite($input: InviteMemberInput!) { inviteMember(input: $input) { path userErrors { message } } }',
    { email: 'ada@example.test', role: 'OPERATOR' },
  );
  await page.goto(/[/]join#\w+/.exec(JSON.stringify(made))?.[0] ?? '');
  await expect(page.getByLabel('Your name')).toBeVisible();
  expect(await barriersOn(page)).toEqual([]);
});

test('every screen of an empty tenant can be used by everybody', async ({ page, person }) => {
  test.slow();
  await signIn(page, { person });
  expect(await barriersAt(page, { person, paths: await plainRoutes(page, person) })).toEqual([]);
});

test('every screen of a tenant at work can be used by everybody', async ({ page, person, call }) => {
  test.slow();
  await makeOneOfEverything(call);
  await signIn(page, { person });
  expect(await barriersAt(page, { person, paths: await plainRoutes(page, person) })).toEqual([]);
});

test('the screens of single things can be used by everybody', async ({ page, person, call }) => {
  test.slow();
  const things = await makeOneOfEverything(call);
  await signIn(page, { person });
  expect(await barriersAt(page, { person, paths: routesOf(things) })).toEqual([]);
});

test('what opens over a screen can be used by everybody', async ({ page, person, call }) => {
  const things = await makeOneOfEverything(call);
  await signIn(page, { person, path: `/runs/${things.run}` });
  await page.getByRole('button', { name: 'broken: Failed' }).click();
  await expect(page.getByRole('link', { name: 'Open job' })).toBeVisible();
  expect(await barriersOn(page)).toEqual([]);
  await page.goto(addressIn(person, '/workflows'));
  await page.getByRole('button', { name: 'Start branches' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await barriersOn(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  expect(await barriersOn(page)).toEqual([]);
});

/** Goes through the addresses and gathers what stands in somebody's way or gets lost, so that one run names all of it. */
async function barriersAt(
  page: Page,
  { person, paths }: { person: Person; paths: readonly string[] },
): Promise<string[]> {
  const barriers: string[] = [];
  for (const path of paths) {
    await page.goto(addressIn(person, path));
    await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
    await expect(page.getByRole('status', { name: 'Loading' }), path).toHaveCount(0);
    // What is set once is set at a desk.
    const lost = await lostInSmallWindows(page, { isList: !path.startsWith('/settings') });
    const found = [...(await barriersOn(page)), ...lost];
    barriers.push(...found.map((barrier) => `${path} ${barrier}`));
  }
  return barriers;
}

/** What stands in the way on the page as it is, in each theme. */
async function barriersOn(page: Page): Promise<string[]> {
  const barriers: string[] = [];
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    // Without a frame on any page there is nothing to put together in a page beside it, as is done otherwise.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    const { violations } = await (colorScheme === 'light'
      ? axe.withTags(rules)
      : axe.withRules(rulesOfColour)
    ).analyze();
    for (const { id, nodes } of violations)
      barriers.push(`${colorScheme} ${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  }
  return barriers;
}
