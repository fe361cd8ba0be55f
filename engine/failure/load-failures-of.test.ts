// The way from a job, a run and an alert to the failure that it is one of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listAlerts } from '#engine/alert/list-alerts.ts';
import { watchNotices } from '#engine/notification/watch/watch-notices.ts';
import { lookOnce, openNoticeWorld } from '#testing/alert/notice-world.ts';
import { bundleOf, valueOf } from '#testing/bundle.ts';
import { failedAs, failJobs, groupFailures } from '#testing/worlds/failing-jobs.ts';
import { loadFailuresOfAlerts, loadFailuresOfJobs, loadFailuresOfRuns } from './load-failures-of.ts';

test('a job leads to the failure it was seen in last, a run to that of its step, and nothing to that of another tenant', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openNoticeWorld(bundle);
  const other = await openNoticeWorld(bundle);
  const [first = '', second = ''] = await failJobs(stage, [
    { message: 'disk 1 is full' },
    { message: 'disk 2 is full' },
  ]);
  const run = await stage.run([{ id: 'load', type: 'noop' }]);
  const worker = await stage.worker();
  const claimed = await worker.claim();
  await worker.settle(claimed.map((job) => failedAs(job, { message: 'no paper' })));
  assert.equal((await loadFailuresOfJobs(stage.context, [first])).size, 0, 'nothing is grouped yet');
  await groupFailures(bundle);

  const ofJobs = await loadFailuresOfJobs(stage.context, [first, second]);
  assert.deepEqual(
    [first, second].map((id) => [ofJobs.get(id)?.message, ofJobs.get(id)?.count]),
    [
      ['disk # is full', 2],
      ['disk # is full', 2],
    ],
  );
  const ofRuns = await loadFailuresOfRuns(stage.context, [run]);
  assert.deepEqual([ofRuns.get(run)?.message, ofRuns.get(run)?.stepKey], ['no paper', 'load']);
  const [step] = claimed;
  assert.equal(
    (await loadFailuresOfJobs(stage.context, [step?.jobId ?? ''])).get(step?.jobId ?? '')?.message,
    'no paper',
  );
  assert.equal((await loadFailuresOfJobs(other.context, [first])).size, 0);
  assert.equal((await loadFailuresOfRuns(other.context, [run])).size, 0);
});

test('an alert of a rule leads to the kinds in which its task failed while it stood, the latest first', async (t) => {
  const bundle = await bundleOf(t);
  await watchNotices(bundle.worker);
  const world = await openNoticeWorld(bundle);
  await world.task('earlier', { name: 'noop' });
  await failJobs(world, [{ message: 'it failed before anybody asked' }], 'earlier');
  const { id } = await world.channel();
  await world.rule(id);
  await world.task('other', { name: 'noop' });
  await world.task('print', { name: 'noop' });
  await failJobs(world, [{ message: 'tray 1 is empty' }, { message: 'tray 2 is empty' }], 'print');
  await failJobs(world, [{ message: 'no paper' }], 'print');
  await failJobs(world, [{ message: 'no ink' }], 'other');
  await lookOnce(bundle);
  await groupFailures(bundle);
  const alerts = valueOf(await listAlerts(world.context, {})).nodes;
  const found = await loadFailuresOfAlerts(world.context, alerts);
  const told = alerts.map((alert) => [
    alert.message.includes('print') ? 'print' : 'other',
    (found.get(alert.id) ?? []).map(({ message }) => message),
  ]);
  assert.deepEqual(told.toSorted(), [
    ['other', ['no ink']],
    ['print', ['no paper', 'tray # is empty']],
  ]);
  const texts = (await world.deliveries()).map(({ text }) => text);
  assert.ok(
    texts.some((text) => text.includes('/failures?q=task%3Aprint')),
    texts.join('\n'),
  );
});
