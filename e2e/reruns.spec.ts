import type { Page } from 'playwright/test';
import {
  addressIn,
  type Call,
  enqueueJob,
  expect,
  publishWorkflow,
  registerTask,
  signIn,
  startRun,
  test,
} from './product.ts';

const tasks = [
  { id: 'fetch', type: 'work' },
  // The second of its items fails.
  { id: 'check', type: 'broken', dependencies: ['fetch'], foreach: '[0, 9, 0]', params: { times: '${{ item }}' } },
  { id: 'load', type: 'work', dependencies: ['check'] },
];

/** Runs of a workflow whose second step fails. */
async function failedRuns(call: Call, count: number): Promise<string[]> {
  await registerTask(call, { name: 'work', handler: 'noop' });
  await registerTask(call, { name: 'broken', handler: 'fail', options: { times: 9, retryable: false } });
  await publishWorkflow(call, { name: 'orders', tasks });
  const runs: string[] = [];
  for (let n = 0; n < count; n += 1) runs.push(await startRun(call, 'orders'));
  return runs;
}

const aboutRun = (page: Page) => page.getByRole('region', { name: 'About the run' });
const viewsOf = (page: Page) => page.getByRole('navigation', { name: 'Views of the run' });

test('a failed run is taken up where it failed: what will happen is said first, and what was kept looks kept', async ({
  page,
  person,
  call,
}) => {
  const [run = ''] = await failedRuns(call, 1);
  await signIn(page, { person, path: `/runs/${run}` });
  await expect(aboutRun(page)).toContainText('Step check failed');
  await page.getByRole('button', { name: 'Run again', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const plan = dialog.getByRole('region', { name: 'What will happen' });
  await expect(plan).toContainText('2 steps run again, 1 is kept');
  await expect(plan.getByRole('list', { name: 'Run again' })).toContainText('load');
  await expect(plan).toContainText('failed: runs for 1 of 3 items');
  await dialog.getByRole('radio', { name: 'From the start' }).check();
  await expect(plan).toContainText('3 steps run again, none are kept');
  await dialog.getByRole('radio', { name: 'From what failed' }).check();
  await dialog.getByLabel('Reason (optional)').fill('the partner sent it again');
  await dialog.getByRole('button', { name: 'Run again' }).click();

  await expect(page).not.toHaveURL(new RegExp(run));
  await expect(aboutRun(page)).toContainText('from what failed, 1 step and 2 items kept');
  await expect(page.getByRole('button', { name: 'fetch: Succeeded, kept from an earlier run' })).toBeVisible();
  await viewsOf(page).getByRole('link', { name: 'Timeline' }).click();
  await expect(page.getByRole('button', { name: /^fetch: Succeeded, kept from an earlier run/ })).toBeVisible();
  await viewsOf(page).getByRole('link', { name: 'Steps' }).click();
  await page
    .getByRole('table', { name: 'Steps' })
    .getByRole('row', { name: /kept fetch/ })
    .click();
  const panel = page.getByRole('complementary', { name: 'Step fetch' });
  await expect(panel).toContainText('Carried out in an earlier run');
  await aboutRun(page)
    .getByRole('link', { name: run.slice(-8) })
    .click();
  await expect(aboutRun(page)).toContainText('Repeated by');
});

test('one step alone is run again from its panel', async ({ page, person, call }) => {
  const [run = ''] = await failedRuns(call, 1);
  await signIn(page, { person, path: `/runs/${run}?step=fetch` });
  await expect(aboutRun(page)).toContainText('Step check failed');
  await page.getByRole('complementary', { name: 'Step fetch' }).getByRole('button', { name: 'Only this' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('region', { name: 'What will happen' })).toContainText('1 step runs again, 2 are kept');
  await dialog.getByRole('button', { name: 'Run again' }).click();
  await expect(aboutRun(page)).toContainText('step fetch alone, 2 steps kept');
});

test('failed runs are run again one after the other; the batch is watched, paused and cancelled', async ({
  page,
  person,
  call,
}) => {
  await failedRuns(call, 4);
  await signIn(page, { person, path: '/runs?q=state:failed' });
  const runs = page.getByRole('table', { name: 'Runs' });
  await expect(runs.getByRole('row')).toHaveCount(5);
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await page.getByRole('button', { name: 'Rerun …' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('4 runs will run again');
  await dialog.getByRole('combobox', { name: 'How many a minute' }).click();
  await page.getByRole('option', { name: '6', exact: true }).click();
  await dialog.getByRole('button', { name: 'Rerun 4 runs' }).click();

  await expect(page).toHaveURL(/\/reruns\/rrb_/);
  const progress = page.getByRole('region', { name: 'Progress' });
  await expect(progress).toContainText('1 failed');
  await expect(progress).toContainText('3 waiting');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(progress).toContainText('Paused: what runs goes on');
  await expect(page.getByRole('table', { name: 'Runs of the batch' })).toContainText('orders');
  await page.getByRole('button', { name: 'Cancel batch' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel batch' }).click();
  await expect(progress).toContainText('3 cancelled');
  await page.goto(addressIn(person, '/reruns'));
  await expect(page.getByRole('table', { name: 'Reruns' })).toContainText('4/4');
});

test('a failed job is tried again with other params, and its attempts tell which went with which', async ({
  page,
  person,
  call,
}) => {
  const options = { times: 9, retryable: false };
  await registerTask(call, { name: 'broken', handler: 'fail', options });
  const job = await enqueueJob(call, 'broken', { params: { order: 7 } });
  await signIn(page, { person, path: `/jobs/${job}` });
  await page.getByRole('button', { name: 'Retry with …' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Params' }).fill('{ "order": 8 }');
  await dialog.getByRole('button', { name: 'Retry job' }).click();
  await expect(page.getByRole('region', { name: 'Params', exact: true })).toContainText('"order": 8');
  await page.getByText('What each attempt was given').click();
  await expect(page.getByRole('region', { name: 'Attempt 1', exact: true })).toContainText('"order": 7');
  await expect(page.getByRole('region', { name: 'Attempt 1, round 2' })).toContainText('"order": 8');
});
