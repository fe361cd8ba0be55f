// The kind: whatever moves a job that waits at a gate takes it away from there, puts it back among the ranks of its queue,
// and leaves nobody behind who waits at the gate. Method: every way out of PENDING and SCHEDULED, each with a job at a gate.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type JobState, jobMoves } from '#domain/machines.ts';
import { cancelJob, cancelJobs } from '#engine/bulk/cancel-jobs.ts';
import { cancelRuns } from '#engine/bulk/cancel-runs.ts';
import { runJobNow, runJobsNow } from '#engine/bulk/run-jobs-now.ts';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { modifyRun } from '#engine/run/change/modify-run.ts';
import { pauseRun } from '#engine/run/pause-run.ts';
import { resumeRun } from '#engine/run/resume-run.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood, type HandWorker, succeeded } from '#testing/worker/worker-by-hand.ts';
import { parkJobs } from './park-jobs.ts';
import { sweepGates } from './sweep-gates.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

/** Somebody holds a mutex; at its gate waits a job or a step, and after it another job. */
type World = Stage & {
  hand: HandWorker;
  /** The one that is to be moved, and its run. */
  moved: string;
  runId: string;
  next: string;
  endHolder(): Promise<unknown>;
  /** The other step of the run, which needs no gate, fails. */
  failOther(): Promise<unknown>;
};

type Kind = 'job' | 'later job' | 'step';

async function openWorld(kind: Kind): Promise<World> {
  const stage = await openStage(bundle);
  const hand = await stage.worker();
  const handler = { builtin: { name: 'noop' } };
  valueOf(await registerTask(stage.context, { name: 'alone', handler, mutex: ['ledger'], queue: stage.queue }));
  await stage.enqueue([{ task: 'alone' }]);
  const [holder] = await hand.claim();
  assert.ok(holder !== undefined);
  const { moved, runId } = await makeMoved(stage, kind);
  const [next = ''] = await stage.enqueue([{ task: 'alone' }]);
  const [other] = await hand.claim();
  const { gateId } = await bundle.owner.client.hold.findFirstOrThrow({ where: { jobId: holder.jobId } });
  // As one whose instant came just before the gate was full.
  if (kind === 'later job') {
    const { tenantId } = stage.context;
    assert.equal(await parkJobs(bundle.worker.client, { tenantId, jobs: [{ jobId: moved, gateId }] }), 1);
  }
  for (const id of [moved, next]) assert.equal((await placeOf(id)).gateId, gateId);
  return {
    ...stage,
    hand,
    moved,
    runId,
    next,
    endHolder: () => hand.settle([succeeded(holder)]),
    failOther: async () => {
      assert.ok(other !== undefined);
      await hand.settle([failedForGood(other)]);
    },
  };
}

async function makeMoved(stage: Stage, kind: Kind): Promise<{ moved: string; runId: string }> {
  if (kind !== 'step') {
    const later = kind === 'later job' ? { delay: 'PT1H' } : {};
    const [moved = ''] = await stage.enqueue([{ task: 'alone', ...later }]);
    return { moved, runId: '' };
  }
  const steps = [
    { id: 'waits', type: 'alone' },
    { id: 'other', type: 'noop' },
  ];
  const runId = await stage.run(steps, { onFailure: 'cancel' });
  const { id } = await bundle.owner.client.job.findFirstOrThrow({ where: { runId, stepKey: 'waits' } });
  return { moved: id, runId };
}

async function placeOf(id: string) {
  const { state, gateId, rank, reasonCode } = await bundle.owner.client.job.findFirstOrThrow({ where: { id } });
  return { state, gateId, isAside: rank >= 1_152_921_504_606_846_976n, reasonCode };
}

type Path = { title: string; kind: Kind; from: JobState; to: JobState; act(world: World): Promise<unknown> };

const reason = 'not needed';
const onlyIt = ({ moved }: World) => ({ filter: { ids: [moved] }, reason });

/** Every way out of the states in which a job can wait at a gate, but for the claim, which takes only what is in line. */
const paths: Path[] = [
  {
    title: 'a job is cancelled',
    kind: 'job',
    from: 'PENDING',
    to: 'CANCELLED',
    act: async ({ context, moved }) => valueOf(await cancelJob(context, { id: moved })),
  },
  {
    title: 'jobs are cancelled in bulk',
    kind: 'job',
    from: 'PENDING',
    to: 'CANCELLED',
    act: async (world) => valueOf(await cancelJobs(world.context, onlyIt(world))),
  },
  {
    title: 'a job whose instant came is cancelled',
    kind: 'later job',
    from: 'SCHEDULED',
    to: 'CANCELLED',
    act: async (world) => valueOf(await cancelJobs(world.context, onlyIt(world))),
  },
  {
    title: 'a job whose instant came is asked for now',
    kind: 'later job',
    from: 'SCHEDULED',
    to: 'PENDING',
    act: async ({ context, moved }) => valueOf(await runJobNow(context, { id: moved })),
  },
  {
    title: 'jobs whose instant came are asked for now in bulk',
    kind: 'later job',
    from: 'SCHEDULED',
    to: 'PENDING',
    act: async (world) => valueOf(await runJobsNow(world.context, onlyIt(world))),
  },
  {
    title: 'a step is cancelled',
    kind: 'step',
    from: 'PENDING',
    to: 'CANCELLED',
    act: async ({ context, moved }) => valueOf(await cancelJob(context, { id: moved })),
  },
  {
    title: 'a run is cancelled',
    kind: 'step',
    from: 'PENDING',
    to: 'CANCELLED',
    act: async ({ context, runId }) => valueOf(await cancelRun(context, { id: runId })),
  },
  {
    title: 'a run is cancelled while it is paused',
    kind: 'step',
    from: 'PENDING',
    to: 'CANCELLED',
    act: async ({ context, runId }) => {
      valueOf(await pauseRun(context, { id: runId, reason }));
      valueOf(await cancelRun(context, { id: runId }));
    },
  },
  {
    title: 'runs are cancelled in bulk',
    kind: 'step',
    from: 'PENDING',
    to: 'CANCELLED',
    act: async ({ context, runId }) => valueOf(await cancelRuns(context, { filter: { ids: [runId] }, reason })),
  },
  {
    title: 'a person skips the step',
    kind: 'step',
    from: 'PENDING',
    to: 'SKIPPED',
    act: async ({ context, runId }) =>
      valueOf(await modifyRun(context, { run: runId, changes: [{ skipStep: { step: 'waits' } }], reason })),
  },
  {
    title: 'another step of a run fails',
    kind: 'step',
    from: 'PENDING',
    to: 'CANCELLED',
    act: ({ failOther }) => failOther(),
  },
];

for (const { title, kind, from, to, act } of paths) {
  test(`${title} while it waits at a gate: it leaves the gate, and who waits after it comes in`, async () => {
    const world = await openWorld(kind);
    assert.equal((await placeOf(world.moved)).state, from);
    await act(world);
    const left = await placeOf(world.moved);
    assert.deepEqual([left.state, left.gateId, left.isAside], [to, null, false]);
    assert.notEqual(left.reasonCode, 'MUTEX');
    await world.endHolder();
    await sweepGates(bundle.worker);
    const claimed = await world.hand.claim();
    const entering = to === 'PENDING' ? [world.moved, world.next] : [world.next];
    // One after the other, whoever comes first.
    for (const job of claimed) await world.hand.settle([succeeded(job)]);
    await sweepGates(bundle.worker);
    claimed.push(...(await world.hand.claim()));
    assert.deepEqual(claimed.map(({ jobId }) => jobId).toSorted(), entering.toSorted());
    for (const id of entering) assert.deepEqual((await placeOf(id)).isAside, false);
  });
}

test('a step that waits at a gate while its run is paused and resumed keeps its place there', async () => {
  const world = await openWorld('step');
  const before = await placeOf(world.moved);
  valueOf(await pauseRun(world.context, { id: world.runId, reason }));
  assert.deepEqual((await placeOf(world.moved)).gateId, before.gateId);
  await world.endHolder();
  await sweepGates(bundle.worker);
  // Its turn comes while its run is paused: the one after it goes first.
  await sweepGates(bundle.worker);
  assert.deepEqual(
    (await world.hand.claim()).map(({ jobId }) => jobId),
    [world.next],
  );
  valueOf(await resumeRun(world.context, { id: world.runId }));
  assert.equal((await placeOf(world.moved)).state, 'PENDING');
});

test('the walk goes along every move out of a wait that anything makes', () => {
  const walked = new Set(paths.map(({ from, to }) => `${from} ${to}`));
  const waits = ['PENDING', 'SCHEDULED'] as const;
  const moves = waits.flatMap((from) => Object.keys(jobMoves[from]).map((to) => `${from} ${to}`));
  // A claim takes what is in line. What killed its worker too often ended while it ran.
  const others = ['PENDING RUNNING', 'SCHEDULED RUNNING', 'PENDING DEAD'];
  assert.deepEqual([...walked, ...others].toSorted(), moves.toSorted());
});

// Each leads jobs away from their gate, or leaves alone what waits at one: it has no worker, and no place in line.
const movers: Record<string, RegExp> = {
  'attempt/claim/claim-plain-jobs.ts': /and \$\{isInLine\}/,
  'attempt/claim/take-jobs.ts': /where x\.ctid = c\.place and \(x\.state = 'PENDING'/,
  'attempt/settle-statement.ts': /j\.worker_id = a\.worker_id/,
  'job/move-jobs.ts': /gate_id = null/,
  'run/advance/cancel-open-jobs.ts': /gate_id = null/,
  'run/change/skip-jobs.ts': /gate_id = null/,
};

test('no other statement changes the state of a job', () => {
  const folder = join(import.meta.dirname, '..');
  const text = (file: string) => readFileSync(join(folder, file), 'utf8');
  const files = globSync('**/*.ts', { cwd: folder, exclude: ['**/*.test.ts'] }).toSorted();
  const moving = files.filter((file) => /update jobs j\s+set (state =|\$\{startedColumns)/.test(text(file)));
  assert.deepEqual(moving, Object.keys(movers).toSorted());
  for (const [file, words] of Object.entries(movers)) assert.match(text(file), words);
});
