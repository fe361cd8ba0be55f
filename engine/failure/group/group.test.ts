// All of a failure at once: what a dry run counts is what is done, and nothing is done twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { permissionsOf } from '#domain/access/permissions.ts';
import { type Outcome, refuse } from '#domain/refusal.ts';
import { retryJob } from '#engine/bulk/retry-jobs.ts';
import { listFailureTenants } from '#engine/failure/list-failure-tenants.ts';
import { listFailures } from '#engine/failure/list-failures.ts';
import { loadExamples, loadTrends } from '#engine/failure/load-failure-parts.ts';
import { loadRunSteps } from '#engine/run/get-run.ts';
import { retryRun } from '#engine/run/retry-run.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { succeeded } from '#testing/worker/worker-by-hand.ts';
import { failedAs, failJobs, groupFailures, succeedJobs } from '#testing/worlds/failing-jobs.ts';
import { startSameRuns } from '#testing/worlds/same-runs.ts';
import { discardFailure } from './discard-failure.ts';
import { operateOnGroup } from './operate-on-group.ts';
import { rerunFailure } from './rerun-failure.ts';
import { noteStanding } from './standing-work.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function onlyFailure({ context }: Stage) {
  const [failure] = valueOf(await listFailures(context, {})).nodes;
  assert.ok(failure !== undefined);
  return failure;
}

async function statesOf({ context }: Stage): Promise<Record<string, number>> {
  const rows = await bundle.owner.client.$queryRaw<{ state: string; count: number }[]>`
    select state::text as state, count(*)::int as count from jobs where tenant_id = ${context.tenantId}::uuid group by 1 order by 1`;
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

const codeOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'done' : outcome.refusals[0]?.code);
const fails = (count: number) => Array.from({ length: count }, (_, n) => ({ message: `row ${n} is bad` }));

test('a rerun does to exactly so many jobs what its dry run told, and to each of them once', async () => {
  const stage = await openStage(bundle);
  const { context } = stage;
  const ids = await failJobs(stage, fails(30));
  await groupFailures(bundle);
  const { id } = await onlyFailure(stage);
  const dry = valueOf(await rerunFailure(context, { id, dryRun: true }));
  assert.deepEqual([dry.jobs, dry.runs, dry.jobIds.length, dry.skipped], [30, 0, 20, []]);
  assert.deepEqual(await statesOf(stage), { FAILED: 30 });
  // Somebody retries one of them meanwhile.
  valueOf(await retryJob(context, { id: ids[0] ?? '' }));
  assert.equal(codeOf(await rerunFailure(context, { id, expectedCount: dry.jobs })), 'VERSION_CONFLICT');
  assert.deepEqual(await statesOf(stage), { FAILED: 29, PENDING: 1 });
  const both = await Promise.all([rerunFailure(context, { id }), rerunFailure(context, { id })]);
  assert.deepEqual(
    both.map((one) => valueOf(one).jobs).toSorted((a, b) => a - b),
    [0, 29],
  );
  assert.deepEqual(await statesOf(stage), { PENDING: 30 });
  await succeedJobs(stage);
  await groupFailures(bundle);
  await groupFailures(bundle);
  const failure = await onlyFailure(stage);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  assert.deepEqual([failure.count, sum(failure.tried), sum(failure.worked)], [30, 30, 30]);
});

test('the runs of a failure run again, each once, and tell whether it worked', async () => {
  const stage = await openStage(bundle);
  const { context } = stage;
  const runs = [await stage.run([{ id: 'load', type: 'noop' }])];
  const worker = await stage.worker();
  await worker.settle((await worker.claim()).map((job) => failedAs(job, { message: 'disk is full', to: 'DEAD' })));
  await groupFailures(bundle);
  const { id, runCount, deadCount } = await onlyFailure(stage);
  assert.deepEqual([runCount, deadCount], [1, 1]);
  const mayNotRun = { ...context.actor, permissions: permissionsOf('ADMIN', ['job.operate', 'read']) };
  const without = valueOf(await rerunFailure({ ...context, actor: mayNotRun }, { id, dryRun: true }));
  assert.deepEqual([without.runs, without.skipped.map(({ count }) => count)], [0, [1]]);
  const done = valueOf(await rerunFailure(context, { id, expectedCount: 1, reason: 'a new disk' }));
  assert.deepEqual([done.jobs, done.runs], [0, 1]);
  assert.deepEqual(valueOf(await rerunFailure(context, { id })).runs, 0);
  const again = await bundle.owner.client.run.findMany({ where: { replayOf: { in: runs } } });
  assert.equal(again.length, 1);
  await succeedJobs(stage);
  await groupFailures(bundle);
  const { tried, worked } = await onlyFailure(stage);
  assert.deepEqual([tried[0], worked[0]], [1, 1]);
});

const chain = [
  { id: 'load', type: 'noop' },
  { id: 'report', type: 'noop', dependencies: ['load'] },
  { id: 'send', type: 'noop', dependencies: ['report'] },
];

/** Two runs that failed at their second step. */
async function failedChains(stage: Stage) {
  const { ids: runs } = await startSameRuns(stage, { count: 2, tasks: chain });
  const worker = await stage.worker();
  await worker.settle((await worker.claim()).map((job) => succeeded(job, { rows: 7 })));
  await worker.settle((await worker.claim()).map((job) => failedAs(job, { message: 'disk is full', to: 'DEAD' })));
  await groupFailures(bundle);
  return { runs, worker, id: (await onlyFailure(stage)).id };
}

test('runs of a failure run again from what failed, keep what succeeded, and the dry run says how much that is', async () => {
  const stage = await openStage(bundle);
  const { context } = stage;
  const { runs, worker, id } = await failedChains(stage);
  const dry = valueOf(await rerunFailure(context, { id, dryRun: true }));
  assert.deepEqual([dry.runs, dry.keptSteps, dry.rerunSteps, dry.fromStart, dry.skipped], [2, 2, 4, [], []]);
  const done = valueOf(await rerunFailure(context, { id, expectedCount: dry.runs, reason: 'a new disk' }));
  assert.deepEqual([done.keptSteps, done.rerunSteps], [2, 4]);
  assert.deepEqual(
    (await worker.claim()).map(({ stepKey }) => stepKey),
    ['report', 'report'],
  );
  const again = await bundle.owner.client.run.findMany({ where: { replayOf: { in: runs } } });
  assert.deepEqual(
    again.map(({ replayFrom, keptSteps, replayReason }) => [replayFrom, keptSteps, replayReason]),
    Array(2).fill(['FAILED', 1, 'a new disk']),
  );
  const [first] = again;
  const [load] = (await loadRunSteps(context, [first?.id ?? ''])).get(first?.id ?? '') ?? [];
  assert.deepEqual([load?.state, load?.keptFrom], ['SUCCEEDED', first?.replayOf]);
});

test('a run that cannot keep what succeeded runs again from its start, and that is said before and after', async () => {
  const stage = await openStage(bundle);
  const { context } = stage;
  const { runs, worker, id } = await failedChains(stage);
  await bundle.owner.client.job.deleteMany({ where: { runId: runs[0] ?? '', stepKey: 'load' } });
  const fromStart = [{ reason: 'the result of a step that succeeded is not stored any more', count: 1 }];
  const dry = valueOf(await rerunFailure(context, { id, dryRun: true }));
  assert.deepEqual([dry.runs, dry.keptSteps, dry.rerunSteps, dry.fromStart], [2, 1, 5, fromStart]);
  assert.deepEqual(valueOf(await rerunFailure(context, { id, expectedCount: 2 })).fromStart, fromStart);
  assert.deepEqual((await worker.claim()).map(({ stepKey }) => stepKey).sort(), ['load', 'report']);
  const again = await bundle.owner.client.run.findMany({ where: { replayOf: runs[0] ?? '' } });
  assert.deepEqual(
    again.map(({ replayFrom, keptSteps }) => [replayFrom, keptSteps]),
    [['START', 0]],
  );
});

test('a run is one concern however many of its steps failed, and once somebody has run it again it stands failed no more', async () => {
  const stage = await openStage(bundle);
  const { context } = stage;
  const parallel = ['one', 'other'].map((id) => ({ id, type: 'noop' }));
  const run = await stage.run(parallel, { onFailure: 'continue' });
  const worker = await stage.worker();
  await worker.settle((await worker.claim()).map((job) => failedAs(job, { message: 'disk is full', to: 'DEAD' })));
  await groupFailures(bundle);
  const { id, count, runCount } = await onlyFailure(stage);
  assert.deepEqual([count, runCount], [1, 1]);
  const dry = valueOf(await rerunFailure(context, { id, dryRun: true }));
  assert.deepEqual([dry.jobs, dry.runs, dry.rerunSteps], [0, 1, 2]);
  valueOf(await retryRun(context, { run, from: 'FAILED' }));
  assert.equal(valueOf(await rerunFailure(context, { id, dryRun: true })).runs, 0);
  // The new run fails in the same way: it stands, in the same failure.
  await worker.settle((await worker.claim()).map((job) => failedAs(job, { message: 'disk is full', to: 'DEAD' })));
  await groupFailures(bundle);
  assert.equal((await onlyFailure(stage)).runCount, 2);
  assert.equal(valueOf(await rerunFailure(context, { id, expectedCount: 1 })).runs, 1);
});

test('what is discarded is not rerun, its failure is resolved, and comes back when it is seen again', async () => {
  const stage = await openStage(bundle);
  const { context } = stage;
  await failJobs(stage, fails(3));
  await groupFailures(bundle);
  const { id } = await onlyFailure(stage);
  const dry = valueOf(await discardFailure(context, { id, dryRun: true }));
  assert.equal(codeOf(await discardFailure(context, { id, expectedCount: 2 })), 'VERSION_CONFLICT');
  const done = valueOf(await discardFailure(context, { id, expectedCount: dry.jobs, reason: 'of a test' }));
  assert.deepEqual([dry.jobs, done.jobs], [3, 3]);
  assert.deepEqual(await statesOf(stage), { FAILED: 3 });
  assert.deepEqual([(await onlyFailure(stage)).state, (await onlyFailure(stage)).reason], ['RESOLVED', 'of a test']);
  assert.equal(valueOf(await rerunFailure(context, { id })).jobs, 0);
  await failJobs(stage, fails(1));
  await groupFailures(bundle);
  assert.deepEqual([(await onlyFailure(stage)).state, (await onlyFailure(stage)).count], ['OPEN', 4]);
  assert.equal(valueOf(await rerunFailure(context, { id })).jobs, 1);
});

test('what is refused half-way leaves every job of the failure as it was', async () => {
  const stage = await openStage(bundle);
  await failJobs(stage, fails(2));
  await groupFailures(bundle);
  const { id } = await onlyFailure(stage);
  const refused = await operateOnGroup(
    stage.context,
    { id },
    {
      plan: async (_, standing) => standing,
      change: async (tx, { jobs }) => {
        await noteStanding(tx, { works: jobs, isDiscarded: true });
        return refuse('LIMIT_REACHED', 'there is no room', ['id']);
      },
    },
  );
  assert.equal(codeOf(refused), 'LIMIT_REACHED');
  assert.equal(valueOf(await rerunFailure(stage.context, { id, dryRun: true })).jobs, 2);
});

test('nobody acts on the failure of another tenant, or without the right to', async () => {
  const [stage, other] = [await openStage(bundle), await openStage(bundle)];
  await failJobs(stage, fails(1));
  await groupFailures(bundle);
  const { id } = await onlyFailure(stage);
  assert.equal(codeOf(await rerunFailure(other.context, { id })), 'NOT_FOUND');
  assert.equal(codeOf(await discardFailure(other.context, { id })), 'NOT_FOUND');
  const viewer = { ...stage.context, actor: { ...stage.context.actor, permissions: permissionsOf('VIEWER') } };
  assert.equal(codeOf(await rerunFailure(viewer, { id })), 'FORBIDDEN');
  assert.equal(codeOf(await discardFailure(stage.context, { id, expectedCount: -1 })), 'BAD_INPUT');
  assert.deepEqual(valueOf(await listFailures(other.context, {})).nodes, []);
});

test('the trend tells every hour, and the examples the newest times', async () => {
  const stage = await openStage(bundle);
  const { context } = stage;
  await failJobs(stage, fails(3));
  await groupFailures(bundle);
  const { id } = await onlyFailure(stage);
  const { client } = bundle.owner;
  await client.$executeRaw`update failure_hours set hour = hour - interval '2 hours' where failure_id = ${id}::uuid`;
  await failJobs(stage, fails(1));
  await groupFailures(bundle);
  const trend = (await loadTrends(context, [id], 6)).get(id) ?? [];
  assert.equal(trend.length, 6);
  assert.deepEqual(
    trend.filter(({ count }) => count > 0).map(({ count }) => count),
    [3, 1],
  );
  const examples = (await loadExamples(context, [id], 2)).get(id) ?? [];
  assert.equal(examples.length, 2);
  assert.ok(examples.every(({ jobId, runId }) => jobId !== null && runId === null));
  assert.ok((examples[0]?.at ?? 0) >= (examples[1]?.at ?? 0));
});

test('who manages the platform sees which tenants meet the same error, and nobody else does', async () => {
  const [stage, other, third] = [await openStage(bundle), await openStage(bundle), await openStage(bundle)];
  const shared = { type: 'SHARED', message: 'the one printer of the house is out of paper' };
  await failJobs(stage, [shared]);
  await failJobs(other, [shared, shared, shared]);
  await failJobs(third, [{ ...shared, message: 'something else' }]);
  await groupFailures(bundle);
  const { id } = await onlyFailure(stage);
  assert.equal(codeOf(await listFailureTenants(stage.context, { id })), 'FORBIDDEN');
  const { actor } = stage.context;
  const platform = { ...stage.context, actor: { ...actor, permissions: permissionsOf('PLATFORM_ADMIN') } };
  const rows = valueOf(await listFailureTenants(platform, { id }));
  assert.deepEqual(
    rows.map(({ tenantId, count, share }) => [tenantId, count, share]),
    [
      [other.context.tenantId, 3, 0.75],
      [stage.context.tenantId, 1, 0.25],
    ],
  );
  assert.equal(
    codeOf(await listFailureTenants({ ...platform, tenantId: other.context.tenantId }, { id })),
    'NOT_FOUND',
  );
});
