// The duty that groups failures: what it makes of the log, that each failure counts once, and that it keeps to bounds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureBounds } from '#domain/bounds/failure.ts';
import { retryJobs } from '#engine/bulk/retry-jobs.ts';
import { failLateRuns } from '#engine/run/advance/fail-late-runs.ts';
import { type Bundle, bundleOf, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { succeeded } from '#testing/worker/worker-by-hand.ts';
import { failedAs, failJobs, failThenSucceed, groupFailures, succeedJobs } from '#testing/worlds/failing-jobs.ts';
import { justNow } from '#testing/worlds/just-now.ts';
import { watchFailures } from './watch-failures.ts';

async function failuresOf({ owner }: Bundle, { context }: Stage) {
  return await owner.client.failure.findMany({ where: { tenantId: context.tenantId }, orderBy: { message: 'asc' } });
}

/** Counts as its row tells them, and as its occurrences and hours do. */
async function countsOf({ owner }: Bundle, { context }: Stage) {
  return await owner.client.$queryRaw<{ seen: number; rows: number; hours: number }[]>`
    select f.seen, (select count(*)::int from failure_jobs j where j.tenant_id = f.tenant_id and j.failure_id = f.id) as rows,
      (select sum(h.seen)::int from failure_hours h where h.tenant_id = f.tenant_id and h.failure_id = f.id) as hours
    from failures f where f.tenant_id = ${context.tenantId}::uuid order by f.id`;
}

async function typesOf({ owner }: Bundle, { context }: Stage, like = 'failure.%'): Promise<string[]> {
  const rows = await owner.client.$queryRaw<{ type: string }[]>`
    select type from events where tenant_id = ${context.tenantId}::uuid and type like ${like} order by id`;
  return rows.map(({ type }) => type);
}

test('10,000 failures of 40 kinds are 40 failures, each job counted once', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  const words = ['disk', 'network', 'memory', 'printer', 'queue', 'parser', 'lock', 'token'];
  const types = ['TIMEOUT', 'HTTP_503', 'HTTP_404', 'BAD_DATA', 'CRASH'];
  await failJobs(
    stage,
    Array.from({ length: 10_000 }, (_, n) => ({
      type: types[n % types.length] ?? '',
      message: `${words[Math.floor(n / types.length) % words.length]} ${n} of "${n}" failed after ${n * 7} ms`,
      to: n % 2 === 0 ? 'FAILED' : 'DEAD',
    })),
  );
  assert.equal(await groupFailures(bundle), 10_000);
  const failures = await failuresOf(bundle, stage);
  assert.deepEqual([failures.length, new Set(failures.map(({ seen }) => seen))], [40, new Set([250])]);
  assert.equal(
    failures.reduce((sum, { dead }) => sum + dead, 0),
    5_000,
  );
  assert.deepEqual(
    new Set((await countsOf(bundle, stage)).map(({ rows, hours }) => `${rows} ${hours}`)),
    new Set(['250 250']),
  );
  assert.equal(failures[0]?.message, 'disk # of "…" failed after # ms');
  assert.equal(await groupFailures(bundle), 0, 'nothing is taken in twice');
});

test('what failed before anybody grouped it is grouped, too, and what was grouped from the log is not counted again', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  await failJobs(stage, [{ message: 'one 1' }, { message: 'one 2', to: 'DEAD' }, { message: 'two' }]);
  assert.equal(await groupFailures(bundle), 3);
  // As in a cluster that was made anew of a dump: its transactions begin at another number.
  await bundle.owner.client.$executeRaw`update failure_cursor set seen = '999999999:999999999:'`;
  await failJobs(stage, [{ message: 'one 3' }]);
  assert.equal(await groupFailures(bundle), 1);
  assert.deepEqual(
    (await failuresOf(bundle, stage)).map(({ message, seen, dead }) => [message, seen, dead]),
    [
      ['one #', 3, 1],
      ['two', 1, 0],
    ],
  );
});

test('workers that group the same failures at once, and one that is killed half-way, count each once', async (t) => {
  const bundle = await bundleOf(t);
  const [stage, other] = [await openStage(bundle), await openStage(bundle)];
  await groupFailures(bundle);
  const fails = Array.from({ length: 1_200 }, (_, n) => ({ message: `row ${n}`, type: n % 3 === 0 ? 'A' : 'B' }));
  await Promise.all([failJobs(stage, fails), failJobs(other, fails)]);
  const look = () => watchFailures({ database: bundle.worker, hints: bundle.hints });
  const kill = () => bundle.owner.client.$queryRaw`
    select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test worker' and datname = current_database()`;
  for (let round = 0; round < 4; round += 1) {
    const looks = [look(), look(), look()].map((one) => one.catch(() => undefined));
    await kill();
    await Promise.all(looks);
  }
  await groupFailures(bundle);
  for (const one of [stage, other])
    assert.deepEqual(
      (await countsOf(bundle, one))
        .map(({ seen, rows, hours }) => [seen, rows, hours])
        .toSorted(([a = 0], [b = 0]) => a - b),
      [
        [400, 400, 400],
        [800, 800, 800],
      ],
    );
});

test('a tenant whose task says something random each time has no more kinds than the bound, and the counts stay whole', async (t) => {
  const bundle = await bundleOf(t);
  const [stage, calm] = [await openStage(bundle), await openStage(bundle)];
  const letters = (n: number) =>
    [...n.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('');
  const max = failureBounds.kindsPerTenantMax;
  await failJobs(
    stage,
    Array.from({ length: max + 500 }, (_, n) => ({
      message: `it went ${letters(n)} wrong`,
      type: n % 2 === 0 ? 'EVEN' : 'ODD',
    })),
  );
  await failJobs(calm, [{ message: 'it went wrong' }]);
  assert.equal(await groupFailures(bundle), max + 501);
  const failures = await failuresOf(bundle, stage);
  const coarse = failures.filter(({ detail }) => detail === 'TYPE');
  assert.deepEqual(coarse.map(({ errorType, message, seen }) => [errorType, message, seen]).toSorted(), [
    ['EVEN', '', 250],
    ['ODD', '', 250],
  ]);
  assert.deepEqual([failures.length, failures.reduce((sum, { seen }) => sum + seen, 0)], [max + 2, max + 500]);
  assert.equal((await failuresOf(bundle, calm))[0]?.detail, 'MESSAGE', 'nobody else is told with less');
});

test('a run that fails by its step is one concern with it, and one of which no step failed has its own', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  const steps = [{ id: 'load', type: 'noop' }];
  const failing = await stage.run(steps);
  const worker = await stage.worker();
  const settle = async () =>
    await worker.settle((await worker.claim()).map((job) => failedAs(job, { message: 'disk 7 is full' })));
  await settle();
  const late = await stage.run(steps, { limits: { maxExecutionTime: 'PT1H' } });
  await bundle.owner.client.$executeRaw`update runs set deadline_at = ${justNow} where id = ${late}::uuid`;
  await failLateRuns(bundle.worker);
  // What the run catches concerns nobody.
  await stage.run([
    { id: 'risky', type: 'noop' },
    { id: 'mend', type: 'noop', dependencies: [{ task: 'risky', on: 'failure' }] },
  ]);
  await settle();
  await succeedJobs(stage);
  assert.equal(await groupFailures(bundle), 2);
  const failures = (await failuresOf(bundle, stage)).toSorted((a, b) =>
    (a.stepKey ?? '') < (b.stepKey ?? '') ? -1 : 1,
  );
  assert.deepEqual(
    failures.map(({ stepKey, errorType, runs, seen }) => [stepKey, errorType, runs, seen]),
    [
      [null, 'EXECUTION_TIME', 1, 1],
      ['load', 'NO', 1, 1],
    ],
  );
  const rows = await bundle.owner.client.failureJob.findMany({ where: { tenantId: stage.context.tenantId } });
  assert.deepEqual(
    new Map(rows.map(({ runId, subjectId }) => [runId, runId === subjectId])),
    new Map([
      [failing, false],
      [late, true],
    ]),
  );
});

test('a job that was retried before anybody looked is told by what it failed of, and a failure learns whether the retry worked', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  await groupFailures(bundle);
  const ids = await failJobs(stage, [
    { message: 'no answer 1' },
    { message: 'no answer 2' },
    { message: 'no answer 3' },
  ]);
  valueOf(await retryJobs(stage.context, { filter: { ids } }));
  const worker = await stage.worker();
  const jobs = await worker.claim();
  await worker.settle(jobs.map((job, n) => (n === 0 ? failedAs(job, { message: 'no answer 4' }) : succeeded(job))));
  await groupFailures(bundle);
  await groupFailures(bundle);
  const [failure] = await failuresOf(bundle, stage);
  assert.deepEqual([failure?.message, failure?.seen], ['no answer #', 4]);
  const sum = (counts: readonly number[] = []) => counts.reduce((total, count) => total + count, 0);
  assert.deepEqual([sum(failure?.tried), sum(failure?.worked)], [3, 2]);
});

test('a failure learns from retries that happen by themselves', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  await groupFailures(bundle);
  await failThenSucceed(stage, 'no answer 1');
  await groupFailures(bundle);
  assert.deepEqual(await failuresOf(bundle, stage), [], 'what never ended a job is no failure');
  await failJobs(stage, [{ message: 'no answer 2' }]);
  await groupFailures(bundle);
  await failThenSucceed(stage, 'no answer 3');
  await groupFailures(bundle);
  const [failure] = await failuresOf(bundle, stage);
  assert.deepEqual([failure?.seen, failure?.tried[0], failure?.worked[0]], [1, 1, 1]);
});

test('the log tells of a failure when it is new and when it is seen, and an idle look writes nothing', async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  await failJobs(stage, [{ message: 'a' }, { message: 'b' }]);
  await groupFailures(bundle);
  await failJobs(stage, [{ message: 'a' }]);
  await groupFailures(bundle);
  assert.deepEqual(await typesOf(bundle, stage), ['failure.opened', 'failure.opened', 'failure.seen', 'failure.seen']);
  const versionOf = async () => (await bundle.owner.client.failureCursor.findFirstOrThrow()).version;
  const before = await versionOf();
  for (let look = 0; look < 3; look += 1) await groupFailures(bundle);
  assert.equal(await versionOf(), before);
});
