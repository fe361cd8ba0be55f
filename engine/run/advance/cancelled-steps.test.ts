// One step of a run that goes on is cancelled: the others see an end like any other, and the run says what became of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cancelJob } from '#engine/bulk/cancel-jobs.ts';
import { loadRunEdges } from '#engine/graph/load-run-edges.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { driveRuns } from '#testing/runs/drive-run.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { assertWhole, readRun, statesOf } from '#testing/worlds/run-history.ts';
import { listLoopJobs } from './loop/list-loop-jobs.ts';
import { loadRunLoops } from './loop/load-run-loops.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function jobOf(runId: string, stepKey: string, item: number | null = null): Promise<string> {
  return (await bundle.owner.client.job.findFirstOrThrow({ where: { runId, stepKey, item } })).id;
}

async function endOf(runId: string) {
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  return { run: history.run.state, steps: statesOf(history) };
}

async function edgesOf(stage: Stage, runId: string) {
  const edges = (await loadRunEdges(stage.context, [runId])).get(runId) ?? [];
  return Object.fromEntries(edges.map(({ from, to, answer, taken }) => [`${from} ${to}`, [answer, taken]]));
}

test('a step that is cancelled alone ends its own branch, and the rest of the run goes on to its end', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([
    { id: 'load', type: 'echo' },
    { id: 'slow', type: 'echo' },
    { id: 'after-slow', type: 'echo', dependencies: [{ task: 'slow', condition: 'result != null' }] },
    { id: 'mend', type: 'echo', dependencies: [{ task: 'slow', on: 'failure' }] },
    { id: 'tell', type: 'echo', dependencies: ['load', { task: 'slow', on: 'completion' }] },
    { id: 'tidy', type: 'echo', finally: true },
  ]);
  valueOf(await cancelJob(stage.context, { id: await jobOf(runId, 'slow') }));
  const carriedOut = await driveRuns(await stage.worker(), () => null);
  assert.deepEqual(carriedOut, ['load', 'tell', 'tidy']);
  const { run, steps } = await endOf(runId);
  assert.equal(run, 'SUCCEEDED', 'a cancelled step is no failure');
  assert.deepEqual(steps, {
    load: 'SUCCEEDED',
    slow: 'CANCELLED',
    'after-slow': 'SKIPPED',
    mend: 'SKIPPED',
    tell: 'SUCCEEDED',
    tidy: 'SUCCEEDED',
  });
  assert.deepEqual(await edgesOf(stage, runId), {
    'slow after-slow': ['NOT_ASKED', false],
    'slow mend': [null, false],
    'load tell': [null, true],
    'slow tell': [null, true],
  });
  const other = await bundle.tenant();
  assert.equal((await loadRunEdges(other, [runId])).size, 0, 'another tenant sees none of it');
});

test('an item that is cancelled counts as one that failed, and the others of its list go on', async () => {
  const stage = await openStage(bundle);
  const each = { id: 'each', type: 'noop', foreach: '[1, 2, 3, 4]', maxConcurrency: 2, onItemFailure: 'continue' };
  const runId = await stage.run([each]);
  valueOf(await cancelJob(stage.context, { id: await jobOf(runId, 'each', 1) }));
  const [loop] = (await loadRunLoops(stage.context, [runId])).get(runId) ?? [];
  const { startedAt: _, ...counts } = loop?.loop ?? { startedAt: null };
  assert.deepEqual(counts, {
    kind: 'FOREACH',
    total: 4,
    started: 3,
    running: 2,
    succeeded: 0,
    failed: 1,
    kept: 0,
    cancelled: 0,
  });
  await driveRuns(await stage.worker(), () => null);
  assert.equal((await endOf(runId)).run, 'SUCCEEDED');
  const cancelled = await listLoopJobs(stage.context, { run: runId, step: 'each', states: ['CANCELLED'] });
  assert.deepEqual(
    valueOf(cancelled).nodes.map(({ item }) => item),
    [1],
  );
  const none = await listLoopJobs(stage.context, { run: runId, step: 'gone' });
  assert.equal(valueOf(none).totalCount, 0);
});
