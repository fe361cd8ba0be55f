import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { statisticsBounds } from '#domain/bounds/statistics.ts';
import { jobStates } from '#domain/machines.ts';
import type { WindowAsked } from '#domain/statistics/window-parts.ts';
import { civilEdges } from '#domain/timetable/civil-edges.ts';
import type { Connection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { histogramEntriesMax } from '#engine/store/reading/histogram.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';
import { storeHistory, storeMadeAt, storeWaiting } from '#testing/worlds/many-jobs.ts';
import { countJobsOverTime, histogramWaitingMax } from './count-jobs-over-time.ts';
import type { JobRow } from './job-rows.ts';
import { listJobs } from './list-jobs.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const hourMs = 3_600_000;
const lastHours = (hours: number) => {
  const toMs = Date.now();
  return { from: new Date(toMs - hours * hourMs), to: new Date(toMs), buckets: hours };
};

async function said(context: Context, request: WindowAsked & { query?: string }): Promise<string[]> {
  const { query = '' } = request;
  const { buckets } = valueOf(await countJobsOverTime(context, { ...request, filter: { query } }));
  return buckets.map(({ states }) => states.map(({ state, count }) => `${state} ${count}`).join(', '));
}

/** What the list of the filter amounts to, counted job by job. */
async function listed(
  context: Context,
  { query, from, to, buckets }: ReturnType<typeof lastHours> & { query: string },
) {
  const counts = Array.from({ length: buckets }, () => new Map<string, number>());
  let place: { after: string | null } | undefined = { after: null };
  while (place !== undefined) {
    const page: Connection<JobRow> = valueOf(await listJobs(context, { first: 200, ...place, filter: { query } }));
    for (const { createdAt, state } of page.nodes) {
      const share = (createdAt.getTime() - from.getTime()) / (to.getTime() - from.getTime());
      const bucket = counts[Math.floor(share * buckets)];
      bucket?.set(state, (bucket.get(state) ?? 0) + 1);
    }
    place = page.hasNextPage ? { after: page.endCursor } : undefined;
  }
  return counts.map((bucket) =>
    jobStates
      .filter((state) => bucket.has(state))
      .map((state) => `${state} ${bucket.get(state)}`)
      .join(', '),
  );
}

test('the failures of an hour stand in its bucket, and nothing of another tenant', async () => {
  const [stage, other] = [await openStage(bundle), await openStage(bundle)];
  await storeHistory(bundle, { stage, count: 6, spanMs: 3 * hourMs, states: ['SUCCEEDED', 'FAILED'] });
  await other.enqueue(3);
  const window = lastHours(4);
  assert.deepEqual(await said(stage.context, window), ['', ...Array(3).fill('SUCCEEDED 1, FAILED 1')]);
  assert.deepEqual(await said(stage.context, { ...window, query: 'state:failed' }), ['', ...Array(3).fill('FAILED 1')]);
  assert.deepEqual(await said(stage.context, { ...window, query: 'task:nobody' }), ['', '', '', '']);
});

test('a histogram tells what the list of the same filter shows', async () => {
  const stage = await openStage(bundle);
  const spanMs = 5 * hourMs;
  await storeHistory(bundle, { stage, count: 400, spanMs, states: jobStates });
  await storeHistory(bundle, { stage, count: 100, spanMs, states: ['SUCCEEDED', 'DEAD', 'PENDING'], task: 'echo' });
  const window = lastHours(6);
  const half = new Date(window.to.getTime() - 2.5 * hourMs).toISOString();
  const queries = [
    '',
    ...jobStates.map((state) => `state:${state.toLowerCase()}`),
    'state:failed,dead',
    'state:succeeded,pending',
    'task:echo',
    'task:echo state:pending,dead',
    'noop',
    `queue:${stage.queue}`,
    `queue:${stage.queue} state:failed,scheduled`,
    'label:env=prod',
    'label:env=prod state:succeeded',
    `created:>${half}`,
    `created:<${half} state:failed`,
    `finished:>${half}`,
    `finished:<${half} task:echo`,
    'started:>-1h',
    'correlation:nothing',
  ];
  for (const query of queries) {
    const asked = { ...window, query };
    assert.deepEqual(await said(stage.context, asked), await listed(stage.context, asked), query);
  }
});

test('where a crowd waits, what was not counted is owned up to; elsewhere all is told', async () => {
  const stage = await openStage(bundle);
  await storeHistory(bundle, { stage, count: 5, spanMs: hourMs / 2, states: ['FAILED'] });
  await storeWaiting(bundle, { stage, count: histogramWaitingMax + 1 });
  const [from, to] = [new Date(Date.now() - hourMs), new Date(Date.now() + hourMs)];
  const found = valueOf(await countJobsOverTime(stage.context, { from, to, buckets: 120 }));
  const states = found.buckets.flatMap((bucket) => bucket.states);
  const sumOf = (asked: string) =>
    states.filter(({ state }) => state === asked).reduce((sum, { count }) => sum + count, 0);
  assert.equal(sumOf('FAILED'), 5);
  assert.ok(sumOf('PENDING') > 0 && sumOf('PENDING') < histogramWaitingMax);
  assert.equal(found.isExact, false);
  assert.ok(found.buckets.some(({ isExact }) => isExact));
});

test('of a bucket with too many jobs the newest are told, every state by its share', async () => {
  const stage = await openStage(bundle);
  const most = Array.from({ length: 9 }, () => 'SUCCEEDED' as const);
  await storeHistory(bundle, { stage, count: 2_400, spanMs: 20_000, states: [...most, 'FAILED'] });
  // Half a minute on either side of now is one bucket.
  const fromMs = Date.now() - 90.5 * 60_000;
  const window = {
    from: new Date(fromMs),
    to: new Date(fromMs + 2 * hourMs),
    buckets: statisticsBounds.histogramBucketsMax,
  };
  const found = valueOf(await countJobsOverTime(stage.context, window));
  const [bucket, ...others] = found.buckets.filter(({ states }) => states.length > 0);
  const counted = Math.ceil(histogramEntriesMax / statisticsBounds.histogramBucketsMax);
  const [succeeded = 0, failed = 0] = bucket?.states.map(({ count }) => count) ?? [];
  assert.deepEqual([others, bucket?.isExact, succeeded + failed], [[], false, counted]);
  assert.ok(Math.abs(failed - counted / 10) <= 1);
});

test('a job made half an hour after a midnight is counted in the column of its day, also in a week in which clocks change', async () => {
  const { stage, days } = await weekOfAChange();
  const [from = new Date(0), ...rest] = days;
  const [to = from, ...inner] = rest.toReversed();
  const cuts = inner.toReversed();
  assert.deepEqual(
    (await said(stage.context, { from, to, cuts })).map((states) => states.replace('PENDING ', '')),
    ['1', '1', '1', '1'],
  );
  // The path on which rows are walked and not read whole.
  const walked = { from, to, cuts, query: 'task:noop' };
  assert.deepEqual(await said(stage.context, walked), Array(4).fill('PENDING 1'));
  const told = valueOf(await countJobsOverTime(stage.context, { from, to, cuts }));
  assert.deepEqual([told.from, ...told.buckets.slice(1).map(({ at }) => at), told.to], days);
  const fourDays = { from: new Date(to.getTime() - 96 * hourMs), to, buckets: 4 };
  assert.notDeepEqual(await said(stage.context, fourDays), Array(4).fill('PENDING 1'), 'parts of 24 hours are no days');
});

/** Midnights in Berlin around the day of 25 hours, and a job made half an hour after each. */
async function weekOfAChange() {
  const stage = await openStage(bundle);
  const edges = civilEdges('Europe/Berlin', {
    widthMs: 24 * hourMs,
    fromMs: Date.parse('2025-10-23T22:00Z'),
    toMs: Date.parse('2025-10-27T23:00Z'),
  });
  await storeMadeAt(bundle, { stage, instants: edges.slice(0, -1).map((ms) => new Date(ms + hourMs / 2)) });
  return { stage, days: edges.map((ms) => new Date(ms)) };
}

test('a window that has no length, too many buckets or more than a year is refused', async () => {
  const { context } = await openStage(bundle);
  const window = lastHours(2);
  const refusals = async (request: WindowAsked) => {
    const outcome = await countJobsOverTime(context, request);
    return outcome.ok ? [] : outcome.refusals.map(({ code, path }) => `${code} ${path.join('.')}`);
  };
  assert.deepEqual(await refusals({ ...window, to: window.from }), ['BAD_INPUT to']);
  assert.deepEqual(await refusals({ ...window, buckets: 121 }), ['BAD_INPUT buckets']);
  assert.deepEqual(await refusals({ ...window, buckets: 0 }), ['BAD_INPUT buckets']);
  assert.deepEqual(await refusals({ ...window, from: new Date(0) }), ['TOO_LARGE from']);
  assert.deepEqual(await refusals({ ...window, cuts: [window.from] }), ['BAD_INPUT cuts']);
  assert.deepEqual(await refusals({ ...window, buckets: null, cuts: [window.from] }), ['BAD_INPUT cuts.0']);
  const unreadable = await countJobsOverTime(context, { ...window, filter: { query: 'colour:red' } });
  assert.deepEqual(unreadable.ok ? [] : unreadable.refusals.map(({ path }) => path), [['filter', 'query']]);
});
