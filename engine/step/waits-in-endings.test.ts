// Steps without jobs in runs that close: what waits is ended by the end of its run, and may be part of that end.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cancelRun } from '#engine/run/cancel-run.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { driveRuns } from '#testing/runs/drive-run.ts';
import { openStage } from '#testing/stage.ts';
import { assertWhole, readRun, statesOf } from '#testing/worlds/run-history.ts';
import { decideApproval } from './decide-approval.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

async function endOf(runId: string): Promise<{ run: string; steps: Record<string, string> }> {
  const history = await readRun(bundle.owner, runId);
  assertWhole(history);
  return { run: history.run.state, steps: statesOf(history) };
}

test('an approval that a cancelled run waits for is cancelled, and the finally steps come', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([
    { id: 'ask', approval: { title: 'Release?' } },
    { id: 'release', type: 'echo', dependencies: ['ask'] },
    { id: 'tidy', type: 'echo', finally: true },
  ]);
  valueOf(await cancelRun(stage.context, { id: runId }));
  await driveRuns(await stage.worker(), () => null);
  const { run, steps } = await endOf(runId);
  assert.equal(run, 'CANCELLED');
  assert.deepEqual(steps, { ask: 'CANCELLED', tidy: 'SUCCEEDED' });
});

test('the last step of a run that failed can be an approval, and the run ends when it is decided', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run([
    { id: 'work', type: 'echo' },
    { id: 'ask', approval: { title: 'Seen?' }, finally: true, condition: 'run.failed' },
  ]);
  await driveRuns(await stage.worker(), () => 'fails');
  assert.equal((await readRun(bundle.owner, runId)).run.state, 'RUNNING');
  valueOf(await decideApproval(stage.context, { run: runId, step: 'ask', decision: 'APPROVE' }));
  const { run, steps } = await endOf(runId);
  assert.equal(run, 'FAILED');
  assert.deepEqual(steps, { work: 'FAILED', ask: 'SUCCEEDED' });
});
