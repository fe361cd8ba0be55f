// Gates with workers by hand, so that the test decides who comes first.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Need } from '#domain/gate/need.ts';
import type { JsonObject } from '#domain/value/json.ts';
import type { Settlement } from '#engine/attempt/settle-statement.ts';
import { cancelJob } from '#engine/bulk/cancel-jobs.ts';
import { retryJob } from '#engine/bulk/retry-jobs.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, bundleOf, openBundle, valueOf } from '#testing/bundle.ts';
import { refuseToWrite } from '#testing/probes/poison.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import type { HandWorker } from '#testing/worker/worker-by-hand.ts';
import { checkGates } from './check-gates.ts';
import { listGates, listPools, loadGates } from './list-gates.ts';
import { loadHolders, loadWaiters } from './load-gate-parts.ts';
import { parkJobs } from './park-jobs.ts';
import { deletePool } from './pool/delete-pool.ts';
import { upsertPool } from './pool/upsert-pool.ts';
import { releaseHold } from './release-hold.ts';
import { sweepGates } from './sweep-gates.ts';
import { wakeGates } from './wake-gates.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

type World = Stage & { hand: HandWorker };

async function openWorld(): Promise<World> {
  const stage = await openStage(bundle);
  return { ...stage, hand: await stage.worker() };
}

const noop = { builtin: { name: 'noop' } };

async function declare(stage: Stage, name: string, needs: object): Promise<void> {
  valueOf(await registerTask(stage.context, { name, handler: noop, queue: stage.queue, ...needs }));
}

type JobOfGates = {
  id: string;
  state: string;
  needs: Need[] | null;
  gateId: string | null;
  rank: bigint;
  reasonCode: string | null;
};

async function jobsOf({ context }: Stage): Promise<JobOfGates[]> {
  return await bundle.owner.client.$queryRaw<JobOfGates[]>`
    select id, state::text, needs, gate_id as "gateId", rank, reason_code as "reasonCode"
    from jobs where tenant_id = ${context.tenantId}::uuid order by id`;
}

/** Claims all that may start; hands back which jobs were taken, in their order. */
async function claimAll({ hand }: World): Promise<string[]> {
  return (await hand.claim()).map(({ jobId }) => jobId);
}

async function onlyGate(stage: Stage) {
  const [gate] = valueOf(await listGates(stage.context, {})).nodes;
  assert.ok(gate !== undefined, 'somebody is at a gate');
  return gate;
}

test('what a task declares becomes the needs of each of its jobs, and the gates are there', async () => {
  const stage = await openWorld();
  valueOf(await upsertPool(stage.context, { name: 'gpu', capacity: 4 }));
  const key = '${{ params.customer }}';
  await declare(stage, 'charge', { mutex: [`c-${key}`], resources: { gpu: 2 }, concurrency: { max: 3, key } });
  await stage.enqueue([7, 8, 7].map((customer) => ({ task: 'charge', params: { customer } })));
  const needs = (await jobsOf(stage)).map((job) => job.needs ?? []);
  assert.deepEqual(needs[0], needs[2]);
  assert.deepEqual(
    needs[0]?.map(({ gate }) => gate).toSorted(),
    needs[0]?.map(({ gate }) => gate),
  );
  const ids = [...new Set(needs.flat().map(({ gate }) => gate))];
  const gates = [...(await loadGates(stage.context, ids)).values()];
  assert.deepEqual(gates.map((gate) => `${gate.kind} ${gate.key} ${gate.capacity}`).toSorted(), [
    'KEY 7 3',
    'KEY 8 3',
    'MUTEX c-7 1',
    'MUTEX c-8 1',
    'POOL gpu 4',
  ]);
});

test('what can never be had is refused when the task is registered', async () => {
  const stage = await openWorld();
  valueOf(await upsertPool(stage.context, { name: 'gpu', capacity: 4 }));
  const refusedFor = async (needs: object) => {
    const outcome = await registerTask(stage.context, { name: 'greedy', handler: noop, queue: stage.queue, ...needs });
    return outcome.ok ? [] : outcome.refusals.map(({ code, path }) => `${code} ${path.join('.')}`);
  };
  assert.deepEqual(await refusedFor({ resources: { gpu: 5 } }), ['LIMIT_REACHED resources.gpu']);
  assert.deepEqual(await refusedFor({ resources: { cpu: 1 } }), ['NOT_FOUND resources.cpu']);
  assert.deepEqual(await refusedFor({ mutex: ['${{ vars.x }}'] }), ['BAD_EXPRESSION mutex']);
});

test('a job whose key cannot be made is refused with its place, and nothing is stored', async () => {
  const stage = await openWorld();
  await declare(stage, 'keyed', { mutex: ['${{ params.key }}'] });
  const jobs = [{ task: 'keyed', params: { key: 'a' } }, { task: 'keyed' }];
  const outcome = await enqueueJobs(stage.context, { jobs });
  assert.ok(!outcome.ok);
  assert.deepEqual(
    outcome.refusals.map(({ code, path }) => `${code} ${path.join('.')}`),
    ['PARAMS_INVALID jobs.1.params'],
  );
  assert.deepEqual(await jobsOf(stage), []);
});

test('a step whose key cannot be made fails with the sentence, and its run with it', async () => {
  const stage = await openWorld();
  await declare(stage, 'keyed', { mutex: ['${{ params.key }}'] });
  const runId = await stage.run([{ id: 'a', type: 'keyed', params: {} }]);
  const [job] = await bundle.owner.client.job.findMany({ where: { runId } });
  assert.equal(job?.state, 'FAILED');
  assert.match(job?.reason ?? '', /the key/);
});

test('a step holds what it needs by itself beside what its task needs, and lets go of it when its run is cancelled', async () => {
  const world = await openWorld();
  valueOf(await upsertPool(world.context, { name: 'gpu', capacity: 4 }));
  await declare(world, 'task', { mutex: ['ledger'], resources: { gpu: 1 } });
  const step = { type: 'task', params: { key: 'a' }, mutex: 'step-${{ params.key }}', resources: { gpu: 3 } };
  const runId = await world.run([
    { id: 'one', ...step },
    { id: 'two', ...step },
  ]);
  await claimAll(world);
  const gates = valueOf(await listGates(world.context, {})).nodes;
  assert.deepEqual(gates.map(({ kind, key, held }) => `${kind} ${key} ${held}`).toSorted(), [
    'MUTEX ledger 1',
    'MUTEX step-a 1',
    'POOL gpu 3',
  ]);
  assert.equal(
    gates.reduce((sum, { waiting }) => sum + waiting, 0),
    1,
  );
  valueOf(await cancelRun(world.context, { id: runId }));
  const left = valueOf(await listGates(world.context, {})).nodes;
  assert.deepEqual(
    left.map(({ key, held, waiting }) => [key, held, waiting]),
    [['gpu', 0, 0]],
  );
});

test('a workflow whose steps take of a pool that is not there, or more than it has, is refused where it says so', async () => {
  const world = await openWorld();
  valueOf(await upsertPool(world.context, { name: 'gpu', capacity: 4 }));
  const tasks: JsonObject[] = [
    { id: 'a', type: 'noop', resources: { gpu: 5 } },
    { id: 'b', type: 'noop', resources: { cpu: 1 } },
    { id: 'c', type: 'noop', mutex: ['a', 'a'] },
  ];
  const codes = async (steps: JsonObject[]) => {
    const published = await publishWorkflow(world.context, { definition: { name: 'w', tasks: steps } });
    return published.ok ? [] : published.refusals.map(({ code, path }) => `${code} ${path.join('.')}`);
  };
  assert.deepEqual(await codes(tasks), ['DUPLICATE_ID definition.tasks.2.mutex.1']);
  assert.deepEqual(await codes(tasks.slice(0, 2)), [
    'LIMIT_REACHED definition.tasks.0.resources.gpu',
    'NOT_FOUND definition.tasks.1.resources.cpu',
  ]);
});

test('a job that is retried with other params needs the gates of those', async () => {
  const stage = await openWorld();
  await declare(stage, 'keyed', { mutex: ['${{ params.key }}'] });
  const [id = ''] = await stage.enqueue([{ task: 'keyed', params: { key: 'a' } }]);
  const [before] = await jobsOf(stage);
  valueOf(await cancelJob(stage.context, { id }));
  const refused = await retryJob(stage.context, { id, params: {} });
  assert.equal(refused.ok, false);
  valueOf(await retryJob(stage.context, { id, params: { key: 'b' } }));
  const [after] = await jobsOf(stage);
  assert.notDeepEqual(after?.needs, before?.needs);
  const gates = await loadGates(stage.context, after?.needs?.map(({ gate }) => gate) ?? []);
  assert.deepEqual(
    [...gates.values()].map(({ key }) => key),
    ['b'],
  );
});

test('one holds a mutex, the others wait in their order, and each end lets the next one in', async () => {
  const stage = await openWorld();
  await declare(stage, 'alone', { mutex: ['ledger'] });
  const ids = await stage.enqueue([
    { task: 'alone' },
    { task: 'alone' },
    { task: 'alone' },
    { task: 'alone', priority: 9 },
  ]);
  const inOrder = [ids[3], ids[0], ids[1], ids[2]];
  const [first] = await claimAll(stage);
  assert.equal(first, inOrder[0]);
  const gate = await onlyGate(stage);
  assert.deepEqual([gate.key, gate.held, gate.capacity, gate.waiting], ['ledger', 1, 1, 3]);
  const waiters = (await loadWaiters(stage.context, { ids: [gate.id], first: 10 })).get(gate.id) ?? [];
  assert.deepEqual(
    waiters.map(({ jobId }) => jobId),
    inOrder.slice(1),
  );
  const holders = (await loadHolders(stage.context, { ids: [gate.id], first: 10 })).get(gate.id) ?? [];
  assert.deepEqual(
    holders.map(({ jobId, amount }) => [jobId, amount]),
    [[first, 1]],
  );
  const wake = { tenantId: stage.context.tenantId, gateId: gate.id };
  assert.equal((await wakeGates(bundle.worker.client, [wake])).jobs, 0, 'there is no room');
  for (const next of inOrder.slice(1)) {
    assert.equal(await endRunning(stage), 1, 'the end of the holder wakes the next one');
    assert.deepEqual(await claimAll(stage), [next]);
  }
});

async function running({ context, hand }: World): Promise<Settlement[]> {
  const jobs = await bundle.owner.client.job.findMany({
    where: { tenantId: context.tenantId, state: 'RUNNING' },
    select: { tenantId: true, id: true, fence: true, attempt: true, runId: true, step: true, stepKey: true },
  });
  return jobs.map(({ id: jobId, ...job }) => ({ ...job, jobId, workerId: hand.workerId, to: 'SUCCEEDED' }));
}

async function endRunning(world: World): Promise<number> {
  return (await world.hand.settle(await running(world))).readied;
}

test('a job that was sent to wait when the holder had just ended is found by the sweep', async () => {
  const stage = await openWorld();
  await declare(stage, 'alone', { mutex: ['ledger'] });
  const [, late = ''] = await stage.enqueue([{ task: 'alone' }, { task: 'alone' }]);
  await claimAll(stage);
  const gate = await onlyGate(stage);
  const ended = await running(stage);
  await wakeGates(bundle.worker.client, [{ tenantId: stage.context.tenantId, gateId: gate.id }]);
  await stage.hand.settle(ended);
  const parking = { tenantId: stage.context.tenantId, jobs: [{ jobId: late, gateId: gate.id }] };
  assert.equal(await parkJobs(bundle.worker.client, parking), 1);
  assert.deepEqual(await claimAll(stage), []);
  assert.ok((await sweepGates(bundle.worker)).jobs >= 1);
  assert.deepEqual(await claimAll(stage), [late]);
});

test('a job that needs more than a pool has is passed by those that need less, until there is more', async () => {
  const stage = await openWorld();
  valueOf(await upsertPool(stage.context, { name: 'gpu', capacity: 4 }));
  await declare(stage, 'big', { resources: { gpu: 4 } });
  await declare(stage, 'small', { resources: { gpu: 1 } });
  const [big, small] = await stage.enqueue([{ task: 'big' }, { task: 'small' }]);
  valueOf(await upsertPool(stage.context, { name: 'gpu', capacity: 2 }));
  assert.deepEqual(await claimAll(stage), [small]);
  valueOf(await upsertPool(stage.context, { name: 'gpu', capacity: 5 }));
  assert.deepEqual(await claimAll(stage), [big]);
});

test('one that needs less is woken from behind very many that need more than a pool has', async () => {
  const stage = await openWorld();
  valueOf(await upsertPool(stage.context, { name: 'gpu', capacity: 2 }));
  await declare(stage, 'big', { resources: { gpu: 2 } });
  await declare(stage, 'small', { resources: { gpu: 1 } });
  const ids = await stage.enqueue([...Array.from({ length: 120 }, () => ({ task: 'big' })), { task: 'small' }]);
  const [first] = await claimAll(stage);
  assert.equal(first, ids[0]);
  await endRunning(stage);
  valueOf(await upsertPool(stage.context, { name: 'gpu', capacity: 1 }));
  await claimAll(stage);
  await sweepGates(bundle.worker);
  assert.deepEqual(await claimAll(stage), ids.slice(-1));
});

test('a cap that is raised or taken away counts for what waits already', async () => {
  const stage = await openWorld();
  await declare(stage, 'few', { concurrency: { max: 1 } });
  await stage.enqueue([{ task: 'few' }, { task: 'few' }, { task: 'few' }, { task: 'few' }]);
  assert.equal((await claimAll(stage)).length, 1);
  await declare(stage, 'few', { concurrency: { max: 2 } });
  await sweepGates(bundle.worker);
  assert.equal((await claimAll(stage)).length, 1);
  await declare(stage, 'few', {});
  await sweepGates(bundle.worker);
  assert.equal((await claimAll(stage)).length, 2);
});

test('a job that waits at a gate leaves it whatever moves the job, and a job whose instant came waits like any other', async () => {
  const stage = await openWorld();
  await declare(stage, 'alone', { mutex: ['ledger'] });
  const [, parked = '', due = ''] = await stage.enqueue([
    { task: 'alone' },
    { task: 'alone' },
    { task: 'alone', delay: 'PT1H' },
  ]);
  await claimAll(stage);
  const gate = await onlyGate(stage);
  const parking = { tenantId: stage.context.tenantId, jobs: [{ jobId: due, gateId: gate.id }] };
  assert.equal(await parkJobs(bundle.worker.client, parking), 1);
  const waiting = new Map((await jobsOf(stage)).map((job) => [job.id, job]));
  assert.deepEqual([waiting.get(parked)?.reasonCode, waiting.get(due)?.state], ['MUTEX', 'SCHEDULED']);
  for (const id of [parked, due]) valueOf(await cancelJob(stage.context, { id }));
  const left = new Map((await jobsOf(stage)).map((job) => [job.id, job]));
  for (const id of [parked, due]) assert.deepEqual([left.get(id)?.state, left.get(id)?.gateId], ['CANCELLED', null]);
});

test('an operator frees a gate by force, which the log tells, and the next one goes in', async () => {
  const stage = await openWorld();
  await declare(stage, 'alone', { mutex: ['ledger'] });
  const [holder = '', next] = await stage.enqueue([{ task: 'alone' }, { task: 'alone' }]);
  await claimAll(stage);
  const gate = await onlyGate(stage);
  const release = { gateId: gate.id, jobId: holder, reason: 'it hangs' };
  const nameless = await releaseHold(stage.context, { ...release, reason: ' ' });
  assert.equal(nameless.ok, false);
  const unsure = await releaseHold(stage.context, release);
  assert.equal(unsure.ok ? undefined : unsure.refusals[0]?.code, 'ILLEGAL_TRANSITION', 'its worker lives');
  valueOf(await releaseHold(stage.context, { ...release, force: true }));
  const again = await releaseHold(stage.context, { ...release, force: true });
  assert.equal(again.ok ? undefined : again.refusals[0]?.code, 'NOT_FOUND');
  assert.deepEqual(await claimAll(stage), [next]);
  const [event] = await bundle.owner.client.event.findMany({
    where: { tenantId: stage.context.tenantId, type: 'gate.released' },
  });
  assert.equal(event?.reason, 'it hangs');
});

test('a gate at which nobody can be woken holds up no other gate', async (t) => {
  const own = await bundleOf(t);
  const stage = await openStage(own);
  const world = { ...stage, hand: await stage.worker() };
  await declare(world, 'keyed', { mutex: ['${{ params.key }}'] });
  const keys = Array.from({ length: 10 }, (_, n) => `key ${n}`);
  await stage.enqueue(keys.map((key) => ({ task: 'keyed', params: { key } })));
  const waiting = await stage.enqueue(keys.map((key) => ({ task: 'keyed', params: { key } })));
  await claimAll(world);
  await own.owner.client.hold.deleteMany();
  const when = `new.id = '${waiting[3]}'`;
  const mend = await refuseToWrite(own, { table: 'jobs', on: 'update', when });
  const swept = await sweepGates(own.worker);
  assert.deepEqual([swept.jobs, swept.stuck.length], [9, 1]);
  await mend();
  assert.deepEqual((await sweepGates(own.worker)).jobs, 1);
});

test('a difference between what gates say and what jobs do is found, and there is none while all goes well', async (t) => {
  const own = await bundleOf(t);
  const stage = await openStage(own);
  const world = { ...stage, hand: await stage.worker() };
  await declare(world, 'alone', { mutex: ['ledger'] });
  const [holder = '', waiter = ''] = await stage.enqueue([{ task: 'alone' }, { task: 'alone' }]);
  await claimAll(world);
  const fine = { overfull: [], leaked: [], bare: [], forgotten: [] };
  assert.deepEqual(await checkGates(own.worker), fine);
  const { client } = own.owner;
  const [hold] = await client.hold.findMany();
  assert.ok(hold !== undefined);
  await client.hold.create({ data: { ...hold, jobId: waiter } });
  assert.deepEqual(await checkGates(own.worker), { ...fine, overfull: [hold.gateId], leaked: [waiter] });
  await client.hold.deleteMany();
  assert.deepEqual(await checkGates(own.worker), { ...fine, bare: [holder], forgotten: [waiter] });
});

test('a pool is removed once no task, no running and no waiting job needs it', async () => {
  const stage = await openWorld();
  valueOf(await upsertPool(stage.context, { name: 'gpu', capacity: 1 }));
  await declare(stage, 'render', { resources: { gpu: 1 } });
  await stage.enqueue([{ task: 'render' }]);
  await claimAll(stage);
  const remove = async () => {
    const outcome = await deletePool(stage.context, { name: 'gpu' });
    return outcome.ok ? 'removed' : outcome.refusals[0]?.message;
  };
  assert.match((await remove()) ?? '', /the task "render" needs it/);
  await declare(stage, 'render', {});
  assert.match((await remove()) ?? '', /a running job holds of it/);
  await endRunning(stage);
  assert.equal(await remove(), 'removed');
  assert.deepEqual(valueOf(await listPools(stage.context)), []);
});
