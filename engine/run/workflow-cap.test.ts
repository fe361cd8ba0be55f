// How many steps of all runs of a workflow run at once, with workers by hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JsonObject } from '#domain/value/json.ts';
import { checkGates } from '#engine/gate/check-gates.ts';
import { sweepGates } from '#engine/gate/sweep-gates.ts';
import { listJobs } from '#engine/job/list-jobs.ts';
import { loadWaitChains } from '#engine/wait/load-wait-chains.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { succeeded } from '#testing/worker/worker-by-hand.ts';
import { startRun } from './start-runs.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

/** Four steps at once, of which all runs together carry out so many. */
async function publish({ context }: Stage, maxRunningSteps: number | undefined): Promise<void> {
  const tasks = ['a', 'b', 'c', 'd'].map((id) => ({ id, type: 'noop' }));
  const limits: JsonObject = maxRunningSteps === undefined ? {} : { limits: { maxRunningSteps } };
  valueOf(await publishWorkflow(context, { definition: { name: 'wide', ...limits, tasks } }));
}

async function start({ context }: Stage): Promise<string> {
  return valueOf(await startRun(context, { workflow: 'wide' })).runId;
}

test('the steps of all runs of a workflow share its cap, and the next ones start when some have ended', async () => {
  const stage = await openStage(bundle);
  const hand = await stage.worker();
  await publish(stage, 3);
  await start(stage);
  await start(stage);
  const first = await hand.claim();
  assert.equal(first.length, 3);
  const waiting = valueOf(await listJobs(stage.context, { filter: { states: ['PENDING'] } })).nodes;
  const chains = await loadWaitChains(stage.context, waiting);
  const codes = new Set([...chains.values()].map((chain) => chain?.code));
  assert.deepEqual([...codes], ['WORKFLOW_LIMIT']);
  await hand.settle(first.slice(0, 2).map((job) => succeeded(job)));
  assert.equal((await hand.claim()).length, 2);
  assert.equal((await hand.claim()).length, 0);
  assert.deepEqual((await checkGates(bundle.owner)).overfull, []);
});

test('the latest version says it for all runs: a raised cap and one that is taken away count for what waits already', async () => {
  const stage = await openStage(bundle);
  const hand = await stage.worker();
  await publish(stage, 1);
  await start(stage);
  await start(stage);
  assert.equal((await hand.claim()).length, 1);
  await publish(stage, 3);
  await sweepGates(bundle.worker);
  assert.equal((await hand.claim()).length, 2);
  await publish(stage, 2);
  await sweepGates(bundle.worker);
  assert.equal((await hand.claim()).length, 0);
  await publish(stage, undefined);
  await sweepGates(bundle.worker);
  assert.equal((await hand.claim()).length, 5);
});

test('a cap that came with a later version holds for the steps that runs of earlier versions start from then on', async () => {
  const stage = await openStage(bundle);
  const hand = await stage.worker();
  const chain = (limits: JsonObject) => ({
    name: 'chain',
    ...limits,
    tasks: [{ id: 'a', type: 'noop' }, ...['b', 'c', 'd'].map((id) => ({ id, type: 'noop', dependencies: ['a'] }))],
  });
  valueOf(await publishWorkflow(stage.context, { definition: chain({}) }));
  valueOf(await startRun(stage.context, { workflow: 'chain' }));
  const [root] = await hand.claim();
  assert.ok(root !== undefined);
  valueOf(await publishWorkflow(stage.context, { definition: chain({ limits: { maxRunningSteps: 2 } }) }));
  await hand.settle([succeeded(root)]);
  assert.equal((await hand.claim()).length, 2);
});

test('a cap of a workflow that is none is refused at its place', async () => {
  const stage = await openStage(bundle);
  const definition = { name: 'w', limits: { maxRunningSteps: 0 }, tasks: [{ id: 'a', type: 'noop' }] };
  const outcome = await publishWorkflow(stage.context, { definition });
  assert.deepEqual(outcome.ok ? [] : outcome.refusals.map(({ code, path }) => [code, path?.join('.')]), [
    ['BAD_INPUT', 'definition.limits.maxRunningSteps'],
  ]);
});
