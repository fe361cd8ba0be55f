import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import {
  type Call,
  createSchedule,
  enqueueJob,
  expect,
  publishWorkflow,
  registerTask,
  signIn,
  test,
} from './product.ts';

const screens = ['Overview', 'Jobs', 'Runs', 'Schedules', 'Workflows', 'Alerts'];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every screen can be used by everybody in the ${colorScheme} theme`, async ({ page, person, call }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('/sign-in');
    await expectNoBarrier(page);

    await furnishTenant(call);
    await signIn(page, { person, path: '/workflows' });
    await page.getByRole('button', { name: 'Start branches' }).click();
    await expectNoBarrier(page);
    await page.getByRole('button', { name: 'Start run' }).click();
    await expect(page.getByRole('button', { name: 'caught: Succeeded' })).toBeVisible();
    await expectNoBarrier(page);
    await page.getByRole('button', { name: 'broken: Failed' }).click();
    await expect(page.getByRole('link', { name: 'Open job' })).toBeVisible();
    await expectNoBarrier(page);
    await page.getByRole('link', { name: 'Steps', exact: true }).click();
    await expect(page.getByRole('table', { name: 'Steps' })).toBeVisible();
    await expectNoBarrier(page);
    await page.getByRole('link', { name: 'Open job' }).click();
    await expect(page.getByRole('table', { name: 'Transitions' })).toBeVisible();
    await expectNoBarrier(page);

    for (const screen of screens) {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: screen }).click();
      await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible();
      await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
      await expectNoBarrier(page);
    }
  });
}

async function furnishTenant(call: Call): Promise<void> {
  await registerTask(call, { name: 'echo', handler: 'echo' });
  await registerTask(call, { name: 'nap', handler: 'sleep', options: { ms: 60_000 } });
  const options = { times: 9, message: 'no such invoice', retryable: false };
  await registerTask(call, { name: 'refuse', handler: 'fail', options });
  const tasks = [
    { id: 'broken', type: 'refuse' },
    { id: 'never', type: 'echo', dependencies: ['broken'] },
    { id: 'caught', type: 'echo', dependencies: [{ task: 'broken', on: 'failure' }] },
  ];
  await publishWorkflow(call, { name: 'branches', tasks });
  await createSchedule(call, { name: 'hourly', cron: '@hourly', target: { task: 'echo' } });
  for (const task of ['echo', 'nap', 'refuse']) await enqueueJob(call, task);
}

async function expectNoBarrier(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const barriers = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(barriers, page.url()).toEqual([]);
}
