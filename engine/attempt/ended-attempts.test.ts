// Goal (B7): what an attempt ended as is never told differently afterwards, whatever is done to its job or its run.
// Method: random acts from a fixed seed on a few jobs and runs; after each act, every attempt that had ended is told and
// stored exactly as before. The guard of all test databases watches the rows besides.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JobState } from '#domain/machines.ts';
import { cancelJob, cancelJobs } from '#engine/bulk/cancel-jobs.ts';
import { retryJob, retryJobs } from '#engine/bulk/retry-jobs.ts';
import { runJobNow, runJobsNow } from '#engine/bulk/run-jobs-now.ts';
import { loadJobs } from '#engine/job/load-jobs.ts';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { retryRun } from '#engine/run/retry-run.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { seededRandom } from '#testing/probes/seeded-random.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood, type HandWorker, released, retryLater, succeeded } from '#testing/worker/worker-by-hand.ts';
import { justNow } from '#testing/worlds/just-now.ts';
import type { ClaimedJob } from './claim/claimed-job.ts';
import { loadAttempts } from './load-attempts.ts';
import { rescueJobs } from './rescue-jobs.ts';
import type { Settlement } from './settle-statement.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

// Mostly all has come to pass by then; what has not is waited for, but not for ever.
const [actsMin, actsMax] = [60, 600];
const says: ((job: ClaimedJob) => Settlement)[] = [
  succeeded,
  failedForGood,
  released,
  (job) => ({ ...failedForGood(job), to: 'DEAD' }),
  (job) => retryLater(job, 0),
  (job) => retryLater(job, 3_600_000),
];

type World = {
  stage: Stage;
  workers: HandWorker[];
  /** What was ever claimed: each of them may still say something, however late. */
  claimed: { worker: HandWorker; job: ClaimedJob }[];
  jobs: string[];
  runs: string[];
  random: () => number;
};

/** Every attempt that has ended, by job and fence: as it is told, and the rows as they are stored. */
async function endedAttempts({ stage, jobs }: World): Promise<Map<string, string>> {
  const stored = await bundle.owner.client.$queryRaw<{ key: string; row: string }[]>`
    select 'row ' || job_id || ' ' || fence as key, a::text as row
    from attempts a where tenant_id = ${stage.context.tenantId}::uuid`;
  const told = valueOf(await loadAttempts(stage.context, [...(await loadJobs(stage.context, jobs)).values()]));
  const ended = new Map(stored.map(({ key, row }) => [key, row]));
  for (const [id, attempts] of told)
    for (const attempt of attempts) {
      if (attempt.state !== 'FAILED') assert.equal(attempt.error, null, `${attempt.state} is no failure`);
      if (attempt.finishedAt !== null) ended.set(`${id} ${attempt.fence}`, JSON.stringify(attempt));
    }
  return ended;
}

function choose<T>({ random }: Pick<World, 'random'>, of: readonly T[]): T {
  const chosen = of[Math.floor(random() * of.length)];
  assert.ok(chosen !== undefined);
  return chosen;
}

/** A job in one of these states, or any when there is none: then the act is refused. */
async function jobIn(world: World, states: JobState[]): Promise<{ id: string }> {
  const where = { tenantId: world.stage.context.tenantId, state: { in: states } };
  const jobs = await bundle.owner.client.job.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } });
  return jobs.length > 0 ? choose(world, jobs) : { id: choose(world, world.jobs) };
}

async function claim(world: World): Promise<boolean> {
  const worker = choose(world, world.workers);
  const jobs = await worker.claim({ slots: 4 });
  world.claimed.push(...jobs.map((job) => ({ worker, job })));
  return jobs.length > 0;
}

async function settle(world: World): Promise<boolean> {
  if (world.claimed.length === 0) return false;
  const { worker, job } = choose(world, world.claimed.slice(-8));
  return (await worker.settle([choose(world, says)(job)])).accepted > 0;
}

/** An outcome that comes when its attempt is over: its fence is old, or its job is settled. */
async function settleLate(world: World): Promise<boolean> {
  const where = { tenantId: world.stage.context.tenantId, state: 'RUNNING' } as const;
  const running = await bundle.owner.client.job.findMany({ where, select: { id: true, fence: true } });
  const fences = new Map(running.map(({ id, fence }) => [id, fence]));
  const late = world.claimed.filter(({ job }) => fences.get(job.jobId) !== job.fence);
  if (late.length === 0) return false;
  const { worker, job } = choose(world, late);
  const settled = await worker.settle([choose(world, says)(job)]);
  assert.deepEqual([settled.accepted, settled.refused.map(({ jobId }) => jobId)], [0, [job.jobId]]);
  return true;
}

async function loseWorker(world: World): Promise<boolean> {
  const lost = choose(world, world.workers);
  world.workers = [...world.workers.filter((worker) => worker !== lost), await world.stage.worker()];
  await bundle.owner.client.$executeRaw`update workers set lease_until = ${justNow} where id = ${lost.workerId}::uuid`;
  return (await rescueJobs(bundle.worker)).jobs > 0;
}

/** Each act says whether it changed anything, or was refused a change that it had tried. */
const acts: Record<string, (world: World) => Promise<boolean>> = {
  claim,
  settle,
  'settle late': settleLate,
  rescue: loseWorker,
  cancel: async (world) =>
    (await cancelJob(world.stage.context, await jobIn(world, ['PENDING', 'SCHEDULED', 'RUNNING']))).ok,
  retry: async (world) => (await retryJob(world.stage.context, await jobIn(world, ['FAILED', 'DEAD', 'CANCELLED']))).ok,
  'run now': async (world) => (await runJobNow(world.stage.context, await jobIn(world, ['SCHEDULED']))).ok,
  'bulk cancel': async ({ stage, random }) => {
    const filter = { queue: stage.queue, states: [choose({ random }, ['RUNNING', 'SCHEDULED'] as const)] };
    return valueOf(await cancelJobs(stage.context, { filter, reason: '' })).count > 0;
  },
  'bulk retry': async ({ stage }) =>
    valueOf(await retryJobs(stage.context, { filter: { queue: stage.queue } })).count > 0,
  'bulk run now': async ({ stage }) =>
    valueOf(await runJobsNow(stage.context, { filter: { queue: stage.queue } })).count > 0,
  'cancel of a run': async (world) => (await cancelRun(world.stage.context, { id: choose(world, world.runs) })).ok,
  rerun: async (world) => {
    const again = await retryRun(world.stage.context, { run: choose(world, world.runs) });
    if (again.ok) world.runs.push(again.value.runId);
    return again.ok;
  },
};

// Without work in hand the others have nothing to change.
const deck = [...Object.keys(acts), 'claim', 'claim', 'settle', 'settle', 'settle'];
const ends = ['CANCELLED', 'FAILED', 'LOST', 'RELEASED', 'SUCCEEDED'];

async function openWorld(): Promise<World> {
  const stage = await openStage(bundle);
  const jobs = await stage.enqueue(6);
  const steps = [
    { id: 'one', type: 'noop' },
    { id: 'two', type: 'noop', dependencies: ['one'] },
  ];
  const runs = [await stage.run(steps)];
  const workers = [await stage.worker(), await stage.worker()];
  return { stage, workers, claimed: [], jobs, runs, random: seededRandom(7) };
}

async function findSteps({ stage, jobs }: World): Promise<string[]> {
  const where = { tenantId: stage.context.tenantId, id: { notIn: jobs } };
  return (await bundle.owner.client.job.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

test('B7: an attempt that has ended is told and stored the same for ever, whatever becomes of its job', async (t) => {
  const world = await openWorld();
  const worked = new Map<string, number>();
  const isAllSeen = (known: Map<string, string>) =>
    worked.size === Object.keys(acts).length &&
    ends.every((end) => [...known.values()].some((attempt) => attempt.includes(`"state":"${end}"`)));
  let known = await endedAttempts(world);
  for (let n = 0; n < actsMin || !isAllSeen(known); n += 1) {
    assert.ok(n < actsMax, `in so many acts not all came to pass: ${JSON.stringify([...worked])}`);
    const name = choose(world, deck);
    if (!(await acts[name]?.(world))) continue;
    worked.set(name, 1 + (worked.get(name) ?? 0));
    world.jobs.push(...(await findSteps(world)));
    const now = await endedAttempts(world);
    for (const [key, attempt] of known) assert.equal(now.get(key), attempt, `${key} after "${name}", act ${n}`);
    known = now;
  }
  t.diagnostic(`${known.size} attempts and rows; ${JSON.stringify([...worked])}`);
});
