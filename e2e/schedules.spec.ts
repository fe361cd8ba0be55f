import { createSchedule, expect, registerTask, signIn, test } from './product.ts';

test('a schedule is run by hand, paused and resumed, and says what it made', async ({ page, person, call }) => {
  await registerTask(call, { name: 'close-day', handler: 'echo' });
  await createSchedule(call, {
    name: 'evening',
    cron: '0 18 * * *',
    timeZone: 'Europe/Berlin',
    target: { task: 'close-day' },
  });
  await signIn(page, { person, path: '/schedules' });
  const evening = page.getByRole('region', { name: 'evening' });
  await expect(evening).toContainText('Europe/Berlin');
  await expect(evening).toContainText('It has not fired yet.');

  await page.getByRole('button', { name: 'Run evening now' }).click();
  const ticks = page.getByRole('table', { name: 'Last ticks of evening' });
  await expect(ticks.getByRole('row').last()).toContainText('Fired');
  await page.getByRole('button', { name: 'Pause evening' }).click();
  await expect(evening).toContainText('Paused');
  await page.getByRole('button', { name: 'Resume evening' }).click();
  await expect(evening).toContainText('Active');

  await ticks.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'close-day' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Transitions' })).toContainText('Succeeded');
});
