// What runs take is counted here, never timed: a busy machine must not change how a batch comes apart.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runBounds } from '#domain/bounds/run.ts';
import type { JsonObject } from '#domain/value/json.ts';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import { rescueJobs } from '#engine/attempt/rescue-jobs.ts';
import { cancelJobs } from '#engine/bulk/cancel-jobs.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { planDueSchedules } from '#engine/schedule/plan/plan-due-schedules.ts';
import { partsPerFault } from '#engine/store/batch/apart.ts';
import type { Context } from '#engine/store/context.ts';
import type { Database } from '#engine/store/database.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { moveByHand, planByHand } from '#testing/runs/run-by-hand.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { type HandWorker, succeeded } from '#testing/worker/worker-by-hand.ts';
import { justNow } from '#testing/worlds/just-now.ts';
import { assertWhole, readRun } from '#testing/worlds/run-history.ts';
import {
  addSchedule,
  addTask,
  makeDue,
  openScheduleWorld,
  type ScheduleWorld,
} from '#testing/worlds/schedule-world.ts';
import { stepCost } from './advance-runs.ts';
import { bulkCostMax } from './runs-of-jobs.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const runsOfBatch = 16;
const roots = ['a', 'b', 'c', 'd'];
const list = Array.from({ length: 3_000 }, (_, n) => n);
const variables: JsonObject = { list: { type: 'array', default: list } };

/** Four steps that go through the list for their conditions and params; every other one is skipped. */
function greedySteps(dependencies: JsonObject[]): JsonObject[] {
  return Array.from({ length: 4 }, (_, n) => ({
    id: `greedy${n}`,
    type: 'T',
    dependencies,
    condition: n % 2 === 0 ? 'vars.list.all(x, x >= 0)' : 'vars.list.exists(x, x < 0)',
    params: { all: '${{ vars.list.all(x, x >= 0) }}' },
  }));
}

// Its last root to settle makes the move that costs.
const joining: JsonObject = {
  variables,
  tasks: [...roots.map((id) => ({ id, type: 'T' })), ...greedySteps(roots.map((task) => ({ task, on: 'completion' })))],
};
const greedyAtOnce: JsonObject = { variables, tasks: greedySteps([]) };

/**
 * What the dearest move of a run costs at most: its expressions, and the steps that it decides. The first evaluation of
 * an expression costs some tenth more than the next ones.
 */
const costOfJoin = () => {
  const given = planByHand(joining);
  const ends = Object.fromEntries(roots.map((id) => [id, { state: 'SUCCEEDED' as const }]));
  return moveByHand(given, moveByHand(given, null), ends).cost + 4 * stepCost;
};

async function publish(context: Context, definition: JsonObject): Promise<void> {
  valueOf(await publishWorkflow(context, { definition: { name: 'heavy', ...definition } }));
}

async function startHeavy(count: number): Promise<{ stage: Stage; runIds: string[] }> {
  const stage = await openStage(bundle);
  await stage.task('T', { name: 'noop' });
  await publish(stage.context, joining);
  const runIds: string[] = [];
  while (runIds.length < count) runIds.push(valueOf(await startRun(stage.context, { workflow: 'heavy' })).runId);
  return { stage, runIds };
}

/** The roots of all runs, those of each run far from each other. */
async function claimScattered(worker: HandWorker): Promise<ClaimedJob[]> {
  const jobs = await worker.claim({ slots: runsOfBatch * roots.length });
  return jobs.sort((a, b) => (a.step ?? 0) - (b.step ?? 0));
}

/** How many of the runs each transaction wrote such an event of. */
async function runsByTransaction(owner: Database, tenantId: string, type: string): Promise<number[]> {
  const rows = await owner.client.$queryRaw<{ runs: number }[]>`
    select count(distinct run_id)::int as runs from events
    where tenant_id = ${tenantId}::uuid and type = ${type} group by xid`;
  return rows.map(({ runs }) => runs);
}

/** What became of a run, whatever order its steps were settled in. */
async function outcomeOf(owner: Database, runId: string) {
  const history = await readRun(owner, runId);
  const { state, failedStep, reasonCode, eventSeq } = history.run;
  const steps = [...history.jobs].map(([key, job]) => [key, job.state, job.reasonCode, job.params]);
  return { state, failedStep, reasonCode, eventSeq, steps, types: history.entries.map(({ type }) => type).sort() };
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

test('steps whose runs take too much together are settled in several transactions, each of which takes little enough', async () => {
  const { stage } = await startHeavy(runsOfBatch);
  const cost = costOfJoin();
  assert.ok(cost * runsOfBatch > runBounds.passCostMax, `${runsOfBatch} runs take ${cost} each`);
  const worker = await stage.worker();
  const settled = await worker.settle((await claimScattered(worker)).map((job) => succeeded(job)));
  assert.deepEqual([settled.accepted, settled.refused], [runsOfBatch * roots.length, []]);
  const passes = await runsByTransaction(bundle.owner, stage.context.tenantId, 'job.succeeded');
  assert.ok(passes.length > 1 && passes.length <= partsPerFault, `${passes.length} transactions`);
  assert.ok(Math.max(...passes) * cost <= runBounds.passCostMax, `${passes} runs of ${cost}`);
  assert.equal(sumOf(passes), runsOfBatch, 'the steps of a run are settled together');
});

test('runs that are settled in parts end as runs that are settled step by step', async () => {
  const settleAll = async (worker: HandWorker, jobs: ClaimedJob[]) => {
    await worker.settle(jobs.map((job) => succeeded(job)));
  };
  const settleEach = async (worker: HandWorker, jobs: ClaimedJob[]) => {
    for (const job of jobs) await worker.settle([succeeded(job)]);
  };
  const outcomes = [];
  for (const settle of [settleAll, settleEach]) {
    const { stage, runIds } = await startHeavy(runsOfBatch);
    const worker = await stage.worker();
    for (let move = 0; move < 2; move += 1) await settle(worker, await claimScattered(worker));
    for (const runId of runIds) {
      assertWhole(await readRun(bundle.owner, runId));
      outcomes.push(await outcomeOf(bundle.owner, runId));
    }
  }
  const [first] = outcomes;
  assert.deepEqual([first?.state, outcomes.length], ['SUCCEEDED', 2 * runsOfBatch]);
  for (const outcome of outcomes) assert.deepEqual(outcome, first);
});

test('a run that cannot go on among heavy ones is blamed alone, and what was settled before it counts as accepted', async () => {
  const { stage, runIds } = await startHeavy(runsOfBatch);
  const worker = await stage.worker();
  const jobs = await claimScattered(worker);
  const broken = runIds.at(-1) ?? '';
  await bundle.owner.client.$executeRaw`update runs set progress = '\\x0101010101' where id = ${broken}::uuid`;
  const settled = await worker.settle(jobs.map((job) => succeeded(job)));
  assert.deepEqual([settled.accepted, settled.refused, settled.unsettled], [jobs.length, [], []]);
  const failed = await bundle.owner.client.run.findMany({ where: { id: { in: runIds }, state: 'FAILED' } });
  assert.deepEqual(
    failed.map(({ id, reasonCode }) => [id, reasonCode]),
    [[broken, 'ENGINE_FAULT']],
  );
});

test('the rescuer takes back the steps of heavy runs in one transaction, because a step that waits again decides nothing', async () => {
  const { stage } = await startHeavy(runsOfBatch);
  const worker = await stage.worker();
  const jobs = await claimScattered(worker);
  await bundle.owner.client
    .$executeRaw`update workers set lease_until = ${justNow} where id = ${worker.workerId}::uuid`;
  const rescued = await rescueJobs(bundle.worker);
  assert.deepEqual([rescued.jobs, rescued.dead], [jobs.length, 0]);
  assert.deepEqual(await runsByTransaction(bundle.owner, stage.context.tenantId, 'job.released'), [runsOfBatch]);
});

test('a bulk call whose runs take too much together changes nothing and says how to ask for less', async () => {
  const count = Math.ceil((1.2 * bulkCostMax) / costOfJoin());
  const { stage, runIds } = await startHeavy(count);
  const { tenantId } = stage.context;
  const refused = await cancelJobs(stage.context, { filter: { queue: stage.queue } });
  assert.ok(!refused.ok);
  const [{ code, message, path } = { code: '', message: '', path: [] }] = refused.refusals;
  assert.deepEqual([code, path], ['TOO_LARGE', ['filter']]);
  assert.match(message, /too much for one call: cancel the runs, or narrow the filter$/);
  const where = { tenantId, state: 'CANCELLED' } as const;
  assert.equal(await bundle.owner.client.job.count({ where }), 0);
  const some = await bundle.owner.client.job.findMany({ where: { runId: { in: runIds.slice(0, 4) } } });
  const filter = { ids: some.map(({ id }) => id) };
  assert.equal(valueOf(await cancelJobs(stage.context, { filter })).count, 4 * roots.length);
  assert.equal(await bundle.owner.client.job.count({ where }), 4 * roots.length);
});

async function scheduleRuns(world: ScheduleWorld, count: number, definition: JsonObject): Promise<string[]> {
  await addTask(world, 'T');
  await publish(world.context, definition);
  const ids: string[] = [];
  while (ids.length < count) ids.push(await addSchedule(world, { target: { workflow: 'heavy' } }));
  return ids;
}

test('schedules whose runs take too much together are planned in several transactions, and start what a person would start', async (t) => {
  const world = await openScheduleWorld(t);
  const { owner, context, tenantId } = world;
  const ids = await scheduleRuns(world, runsOfBatch, greedyAtOnce);
  const light = [await addSchedule(world), await addSchedule(world)];
  await makeDue(world, [...ids, ...light], 0);
  const { planned } = await planDueSchedules(world.workerContext);
  assert.equal(planned, ids.length + light.length);
  const ticks = await owner.client.tick.findMany({ select: { scheduleId: true, outcome: true, runId: true } });
  assert.deepEqual([ticks.length, ticks.every(({ outcome }) => outcome === 'FIRED')], [planned, true]);
  const cost = moveByHand(planByHand(greedyAtOnce), null).cost + 4 * stepCost;
  assert.ok(cost * ids.length > runBounds.passCostMax, `${ids.length} runs take ${cost} each`);
  const passes = await runsByTransaction(owner, tenantId, 'run.started');
  assert.ok(passes.length > 1 && passes.length <= partsPerFault, `${passes.length} transactions`);
  assert.ok(Math.max(...passes) * cost <= runBounds.passCostMax, `${passes} runs of ${cost}`);
  assert.equal(sumOf(passes), ids.length);
  const alone = await outcomeOf(owner, valueOf(await startRun(context, { workflow: 'heavy' })).runId);
  for (const { runId } of ticks.filter((tick) => ids.includes(tick.scheduleId)))
    assert.deepEqual(await outcomeOf(owner, runId ?? ''), alone);
  assert.equal(await owner.client.alert.count(), 0, 'nobody is blamed');
});

test('runs of thousands of simple steps are heavy, too: what they write is counted', async (t) => {
  const world = await openScheduleWorld(t);
  const steps = 4_500;
  const tasks = Array.from({ length: steps }, (_, n) => ({ id: `s${n}`, type: 'T' }));
  const count = Math.ceil((runBounds.passCostMax + 1) / (steps * stepCost));
  const ids = await scheduleRuns(world, count, { tasks });
  await makeDue(world, ids, 0);
  assert.equal((await planDueSchedules(world.workerContext)).planned, count);
  const passes = await runsByTransaction(world.owner, world.tenantId, 'run.started');
  assert.ok(passes.length > 1, `${passes.length} transactions`);
  assert.ok(Math.max(...passes) * steps * stepCost <= runBounds.passCostMax);
  assert.equal(await world.owner.client.job.count(), count * steps);
});
