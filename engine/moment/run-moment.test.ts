// Goal: the log of a run, folded from its first event, is the run: whatever its steps are and whatever happens to it, at
// any time. Method: random definitions with loops, waits, workflows, compensations and finally steps are driven by hand,
// paused, changed, cancelled and run again, and after each move what the fold tells is held against what the rows tell.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { momentAfter } from '#domain/run/moment/run-moment.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { modifyRun } from '#engine/run/change/modify-run.ts';
import { loadRunSteps, loadRuns } from '#engine/run/get-run.ts';
import { pauseRun } from '#engine/run/pause-run.ts';
import { resumeRun } from '#engine/run/resume-run.ts';
import { type RetryRunInput, retryRun } from '#engine/run/retry-run.ts';
import { closeDueWaits } from '#engine/step/close-due-waits.ts';
import { lookAtSubflows } from '#engine/subflow/look-at-subflows.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { seededRandom } from '#testing/probes/seeded-random.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { failedForGood, type HandWorker, released, retryLater, succeeded } from '#testing/worker/worker-by-hand.ts';
import { type RunMomentRow, readRunMoment } from './read-run-moment.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

type Dice = (below: number) => number;

function randomStep(dice: Dice, n: number): object {
  const parents = new Set(Array.from({ length: dice(3) }, () => dice(n + 1)).filter((parent) => parent < n));
  const kinds = ['success', 'success', 'success', 'failure', 'completion', 'skipped'];
  const dependencies = [...parents].map((parent) => ({ task: `s${parent}`, on: kinds[dice(kinds.length)] }));
  const compensate = dice(3) === 0 ? { compensate: 'noop' } : {};
  const works = [
    { type: 'noop', ...compensate },
    { type: 'noop', ...compensate },
    { type: 'noop', foreach: `[${[1, 2, 3, 4].slice(dice(4)).join(', ')}]`, maxConcurrency: 1 + dice(3) },
    { type: 'noop', foreach: '[1, 2]', onItemFailure: 'continue' },
    { type: 'noop', while: "result.status != 'ready'" },
    { workflow: 'child' },
    { workflow: 'child', foreach: '[1, 2]', maxConcurrency: 1 + dice(2) },
    { wait: { duration: 'PT0.001S' } },
    { wait: { signal: 'never', timeout: 'PT0.001S' } },
    { wait: { signal: 'never' } },
  ];
  return { id: `s${n}`, ...works[dice(works.length)], dependencies };
}

function randomSteps(dice: Dice): object[] {
  const steps = Array.from({ length: 2 + dice(8) }, (_, n) => randomStep(dice, n));
  const last = Array.from({ length: dice(3) }, (_, n) => ({ id: `f${n}`, type: 'noop', finally: true }));
  return [...steps, ...last];
}

/** Adds a step to a run or skips one of it; false where that is refused. */
async function changeRun({ context }: Stage, run: string, dice: Dice): Promise<boolean> {
  const step = `s${dice(8)}`;
  const id = `a${dice(1_000)}`;
  const ends: JsonObject[] = [{}, {}, { compensate: 'noop' }, { finally: true }];
  const added = { id, type: 'noop', ...ends[dice(4)] };
  const change =
    dice(2) === 0 ? { skipStep: { step } } : { addStep: { step: added, before: dice(2) === 0 ? [step] : [] } };
  return (await modifyRun(context, { run, changes: [change], reason: 'asked' })).ok;
}

/** One random move of a run; false when nothing was left to do. */
async function moveOn({ context }: Stage, worker: HandWorker, { runId, dice }: { runId: string; dice: Dice }) {
  const { closed } = await closeDueWaits(bundle.worker);
  const { moved } = await lookAtSubflows(bundle.worker);
  const jobs = await worker.claim({ slots: 1 + dice(4) });
  await worker.settle(
    jobs.map((job) => {
      const ends = [succeeded, succeeded, succeeded, succeeded, failedForGood, released] as const;
      const end = ends[dice(ends.length)];
      return end === undefined || dice(6) === 0
        ? retryLater(job, 0)
        : end(job, { status: dice(2) === 0 ? 'ready' : 'not yet' });
    }),
  );
  const isOpen = (await loadRuns(context, [runId])).get(runId)?.finishedAt === null;
  if (isOpen && dice(6) === 0) {
    await pauseRun(context, { id: runId });
    if (dice(2) === 0) await assertToldWhole(context, runId);
    await resumeRun(context, { id: runId });
  }
  if (isOpen && (jobs.length + closed + moved === 0 || dice(25) === 0)) await cancelRun(context, { id: runId });
  return isOpen;
}

/** What the log tells at its end is what the rows tell. */
async function assertToldWhole(context: Stage['context'], runId: string): Promise<void> {
  const run = (await loadRuns(context, [runId])).get(runId);
  const steps = (await loadRunSteps(context, [runId])).get(runId) ?? [];
  const { lastSeq } = await momentOf(context, { run: runId, seq: 0 });
  const moment = await momentOf(context, { run: runId, seq: lastSeq });
  assert.deepEqual(
    moment.steps.map(({ stepKey, state, jobId, attempt, finishedAt, isKept }) => {
      return { stepKey, state, jobId, attempt, isKept, hasEnded: finishedAt !== null };
    }),
    steps.map(({ stepKey, state, job, keptFrom, finishedAt }) => {
      const told = { jobId: job?.id ?? null, attempt: job?.attempt ?? 0, isKept: keptFrom !== null };
      return { stepKey, state, ...told, hasEnded: finishedAt !== null };
    }),
  );
  const { state, endsAs, finishedAt } = moment;
  assert.deepEqual(
    { state, endsAs, hasEnded: finishedAt !== null },
    { state: run?.state, endsAs: run?.endsAs, hasEnded: run?.finishedAt !== null },
  );
}

async function momentOf(
  context: Stage['context'],
  request: Parameters<typeof readRunMoment>[1],
): Promise<RunMomentRow> {
  const moment = valueOf(await readRunMoment(context, request));
  assert.ok(moment !== undefined);
  return moment;
}

test('the log of a run, folded up to now, is the run as it is now: with loops, waits, endings, pauses and reruns', {
  timeout: 180_000,
}, async () => {
  const stage = await openStage(bundle);
  const { context } = stage;
  const worker = await stage.worker();
  valueOf(await publishWorkflow(context, { definition: { name: 'child', tasks: [{ id: 'only', type: 'noop' }] } }));
  let [reruns, told, changed] = [0, 0, 0];
  for (let seed = 0; seed < 9; seed += 1) {
    const random = seededRandom(seed);
    const dice: Dice = (below) => Math.floor(random() * below);
    const steps = randomSteps(dice);
    const onFailure = ['fail', 'cancel', 'continue'][dice(3)] ?? 'fail';
    let runId = await stage.run(steps, { onFailure });
    for (let round = 0; round < 2; round += 1) {
      for (let move = 0; move < 40; move += 1) {
        const isOpen = await moveOn(stage, worker, { runId, dice });
        if (isOpen && dice(3) > 0 && (await changeRun(stage, runId, dice))) changed += 1;
        if (isOpen && dice(2) === 0) continue;
        await assertToldWhole(context, runId).catch((fault: unknown) => {
          throw new Error(`seed ${seed}, round ${round}, move ${move}: ${JSON.stringify(steps)}`, { cause: fault });
        });
        told += 1;
        if (!isOpen) break;
      }
      const ways: Partial<RetryRunInput>[] = [{ from: 'FAILED' }, { from: 'START' }];
      const started = await retryRun(context, { run: runId, ...ways[dice(ways.length)] });
      if (!started.ok) break;
      runId = started.value.runId;
      reruns += 1;
    }
  }
  assert.ok(reruns > 5 && told > 25 && changed > 5, `${reruns} reruns, ${told} looks, ${changed} changes`);
});

test('what happened after a moment, folded over it, gives every later one; an instant is the moment of its last event', async () => {
  const stage = await openStage(bundle);
  const { context } = stage;
  const worker = await stage.worker();
  const foreach = { id: 'each', type: 'noop', foreach: '[1, 2, 3]', maxConcurrency: 2 };
  const run = await stage.run([
    { id: 'first', type: 'noop' },
    { ...foreach, dependencies: ['first'] },
    { id: 'last', type: 'noop', finally: true },
  ]);
  for (let jobs = await worker.claim(); jobs.length > 0; jobs = await worker.claim())
    await worker.settle(jobs.map((job) => succeeded(job)));
  const start = await momentOf(context, { run, seq: 0, first: 500 });
  assert.equal(start.next.length, start.lastSeq);
  for (let seq = 0; seq <= start.lastSeq; seq += 1) {
    const { next: _, ...moment } = await momentOf(context, { run, seq });
    const { next, ...before } = start;
    assert.deepEqual(momentAfter(before, next.slice(0, seq)), moment);
    const { at } = moment;
    if (at === null) continue;
    const atInstant = await momentOf(context, { run, at: new Date(at) });
    assert.ok(atInstant.seq >= seq && atInstant.at === at, 'all that happened by then');
  }
  const end = await momentOf(context, { run, seq: 1_000_000 });
  assert.deepEqual([end.seq, end.state, end.next], [start.lastSeq, 'SUCCEEDED', []]);
  const page = await momentOf(context, { run, seq: 3, first: 2 });
  assert.deepEqual(
    page.next,
    start.next.slice(3, 5),
    'a page begins after the moment, also within what happened at once',
  );
});

test('a moment that cannot be told is refused: of no run, before the log begins, or asked for in two ways', async () => {
  const stage = await openStage(bundle);
  const { context } = stage;
  const run = await stage.run([{ id: 'only', type: 'noop' }]);
  const refusalOf = async (request: Parameters<typeof readRunMoment>[1]) => {
    const answer = await readRunMoment(context, request);
    return answer.ok ? undefined : answer.refusals[0]?.code;
  };
  assert.equal(await refusalOf({ run }), 'BAD_INPUT');
  assert.equal(await refusalOf({ run, seq: 1, at: new Date() }), 'BAD_INPUT');
  assert.equal(await refusalOf({ run, seq: -1 }), 'BAD_INPUT');
  assert.equal(await refusalOf({ run, seq: 0, first: 501 }), 'BAD_INPUT');
  const others = await bundle.tenant();
  assert.equal(valueOf(await readRunMoment(others, { run, seq: 0 })), undefined, 'a run of somebody else is none');
  await bundle.owner.client.$executeRaw`delete from events where run_id = ${run}::uuid and seq = 1`;
  assert.equal(await refusalOf({ run, seq: 2 }), 'NOT_FOUND');
});
