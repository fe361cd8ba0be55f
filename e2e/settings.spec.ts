import { addressIn, enqueueJob, expect, registerTask, signIn, test } from './product.ts';

test('a token is made, opens the API as far as it may, and opens nothing once it is revoked', async ({
  page,
  person,
  baseURL,
}) => {
  await signIn(page, { person, path: '/settings?tab=tokens' });
  await page.getByRole('button', { name: 'New token' }).click();
  await page.getByLabel('What it is for').fill('pipeline');
  await page.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Viewer' }).click();
  await page.getByRole('button', { name: 'Make the token' }).click();
  const secret = await page.getByLabel('Token', { exact: true }).inputValue();
  await page.getByRole('button', { name: 'I have stored it' }).click();
  const tokens = page.getByRole('table', { name: 'API tokens' });
  await expect(tokens.getByRole('row', { name: /pipeline/ })).toContainText('Works');
  await expect(page.getByText(secret)).toHaveCount(0);

  const ask = async (query: string) => {
    const answer = await fetch(`${baseURL}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify({ query }),
    });
    return await answer.text();
  };
  expect(await ask('{ viewer { name role tenant { slug } } }')).toContain(
    `{"name":"pipeline","role":"VIEWER","tenant":{"slug":"${person.tenant}"}}`,
  );
  expect(await ask('mutation { upsertQueue(input: { name: "x" }) { userErrors { code } } }')).toContain('FORBIDDEN');

  await tokens.getByRole('button', { name: 'Revoke pipeline' }).click();
  await page.getByRole('button', { name: 'Revoke the token' }).click();
  await expect(page.getByText('No token works')).toBeVisible();
  await page.getByRole('radio', { name: 'All' }).click();
  await expect(tokens.getByRole('row', { name: /pipeline/ })).toContainText('Revoked');
  // A console may remember for some seconds who a token was.
  await expect.poll(() => ask('{ viewer { name } }')).toContain('UNAUTHENTICATED');
});

test('a tenant shows its limits and members, and a reader chooses how the console looks', async ({ page, person }) => {
  await signIn(page, { person, path: '/settings' });
  const tenant = page.getByRole('region', { name: 'Tenant' });
  await expect(tenant).toContainText(person.tenant);
  await expect(page.getByRole('region', { name: 'Limits' })).toContainText('only a platform admin changes them');
  await page.getByRole('link', { name: 'Members' }).click();
  await expect(page.getByRole('table', { name: 'Members' }).getByRole('row', { name: /you/ })).toContainText('Admin');

  await page.getByRole('link', { name: 'Appearance and keyboard' }).click();
  await page.getByRole('radio', { name: 'Dark' }).click();
  await page.getByRole('radio', { name: 'Compact' }).click();
  await page.getByRole('switch', { name: 'Single-key shortcuts' }).click();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('radio', { name: 'Compact' })).toBeChecked();
  await expect(page.getByRole('switch', { name: 'Single-key shortcuts' })).not.toBeChecked();
});

test('what a tenant may use in a day stands in its settings, and on the overview when it is nearly used up', async ({
  page,
  person,
  call,
}) => {
  const upsert = 'mutation Limit($input: UpsertQuotaInput!) { upsertQuota(input: $input) { userErrors { message } } }';
  await call(upsert, { measure: 'JOBS', period: 'DAY', max: 5 });
  await registerTask(call, { name: 'noop', handler: 'noop' });
  await signIn(page, { person, path: '/settings' });
  const quota = page.getByRole('table', { name: 'Quotas' }).getByRole('row', { name: /Jobs a day/ });
  await expect(quota).toContainText('0 / 5');
  await expect(quota.getByRole('button')).toHaveCount(0);
  for (let n = 0; n < 4; n += 1) await enqueueJob(call, 'noop');
  await expect(quota).toContainText('Nearly used up');
  await expect(quota).toContainText('4 / 5');
  await page.goto(addressIn(person, '/'));
  await expect(page.getByRole('region', { name: 'Needs attention' })).toContainText('4 of 5 jobs a day are used');
});
