import { readFileSync } from 'node:fs';
import { addressIn, enqueueJob, expect, publishWorkflow, registerTask, signIn, startRun, test } from './product.ts';

test('the log of a failed job opens at its error, is searched, filtered and taken away, and a link opens its line', async ({
  page,
  person,
  call,
}) => {
  const options = { lines: 600, text: 'row of the delivery booked, line', error: 'article 4711 does not exist' };
  await registerTask(call, { name: 'import', handler: 'log', options, retry: { maxAttempts: 1 } });
  const id = await enqueueJob(call, 'import');
  await signIn(page, { person, path: `/jobs/${id}` });
  const log = page.getByRole('region', { name: 'Log', exact: true });
  const lines = log.getByRole('region', { name: 'Lines' });
  await expect(lines.getByText('FAIL: article 4711 does not exist')).toBeInViewport();
  await expect(lines.getByText('booked, line 600', { exact: false })).toBeInViewport();

  const find = log.getByRole('searchbox', { name: 'Search the log' });
  await page.keyboard.press('/');
  await expect(find).toBeFocused();
  await page.keyboard.type('BOOKED, line 30');
  await expect(log).toContainText('11 found');
  await page.keyboard.press('Enter');
  await expect(log).toContainText('1 of 11');
  await expect(lines.getByText('booked, line 30', { exact: true }).first()).toBeInViewport();
  await log.getByRole('button', { name: 'Only these' }).click();
  await expect(lines.getByRole('link')).toHaveCount(11);
  await lines.getByRole('link', { name: 'Link to line 302', exact: true }).click();
  await expect(page).toHaveURL(/#L302$/);

  const saved = page.waitForEvent('download');
  await find.fill('');
  await log.getByRole('button', { name: 'Take away' }).click();
  await page.getByRole('menuitem', { name: /Download as NDJSON/ }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe(`${id}-attempt-1.ndjson`);
  const taken = readFileSync(await file.path(), 'utf8')
    .trimEnd()
    .split('\n');
  expect(taken).toHaveLength(603);
  expect(JSON.parse(taken[601] ?? '')).toMatchObject({ level: 'ERROR', number: 602, source: 'ENGINE' });

  const other = await page.context().newPage();
  await other.goto(addressIn(person, `/jobs/${id}#L302`));
  const named = other.getByRole('region', { name: 'Lines' }).locator('[aria-current="location"]');
  await expect(named).toBeInViewport();
  await expect(named).toContainText('booked, line 301');

  await page.getByRole('combobox', { name: 'Least level' }).click();
  await page.getByRole('option', { name: 'Errors 1', exact: true }).click();
  await expect(lines.getByRole('link')).toHaveCount(1);
});

test('the log of a run that is at work is followed until the reader goes up, and narrowed to one step', async ({
  page,
  person,
  call,
}) => {
  await registerTask(call, { name: 'slow', handler: 'log', options: { lines: 1_000, everyMs: 50, text: 'part' } });
  await registerTask(call, { name: 'quick', handler: 'log', options: { lines: 200, text: 'piece' } });
  const tasks = [
    { id: 'long', type: 'slow' },
    { id: 'short', type: 'quick' },
  ];
  await publishWorkflow(call, { name: 'mixed', tasks });
  await signIn(page, { person, path: '/runs' });
  await page.goto(addressIn(person, `/runs/${await startRun(call, 'mixed')}?tab=log`));
  const log = page.getByRole('region', { name: 'Log', exact: true });
  const lines = log.getByRole('region', { name: 'Lines' });
  const follow = log.getByRole('button', { name: 'Follow' });
  await expect(follow).toHaveAttribute('aria-pressed', 'true');
  for (const part of ['part 40', 'part 80']) await expect(lines.getByText(part, { exact: true })).toBeInViewport();

  await lines.press('Home');
  await expect(follow).toHaveAttribute('aria-pressed', 'false');
  await expect(lines.getByText('claimed by', { exact: false }).first()).toBeVisible();
  await follow.click();
  await expect(lines.getByText('part 120', { exact: true })).toBeInViewport();

  await log.getByRole('combobox', { name: 'Step' }).click();
  await page.getByRole('option', { name: 'short', exact: true }).click();
  await expect(log.getByRole('combobox', { name: 'Least level' })).toContainText('All lines 202');
  await expect(page).toHaveURL(/of=short/);
});
