/** Runs whose steps start other runs: how a test publishes, starts and drives them. */
import type { Json, JsonObject } from '#domain/value/json.ts';
import { loadRunSteps } from '#engine/run/get-run.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { lookAtSubflows } from '#engine/subflow/look-at-subflows.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, valueOf } from '#testing/bundle.ts';
import type { Stage } from '#testing/stage.ts';
import type { HandWorker } from '#testing/worker/worker-by-hand.ts';
import { driveRuns, type StepEnds } from './drive-run.ts';

/** Publishes a workflow of these steps. */
export async function publish(stage: Stage, name: string, tasks: Json[], more: JsonObject = {}): Promise<void> {
  valueOf(await publishWorkflow(stage.context, { definition: { name, tasks, ...more } }));
}

/** Starts a run of it. */
export async function start(stage: Stage, workflow: string, variables: JsonObject = {}): Promise<string> {
  return valueOf(await startRun(stage.context, { workflow, variables })).runId;
}

/** Looks and works until nothing more happens; hands back the steps in the order in which they were carried out. */
export async function driveAll(bundle: Bundle, worker: HandWorker, ends: StepEnds = () => null): Promise<string[]> {
  const carriedOut: string[] = [];
  for (;;) {
    while ((await lookAtSubflows(bundle.worker)).moved > 0);
    const now = await driveRuns(worker, ends);
    carriedOut.push(...now);
    if (now.length === 0) return carriedOut;
  }
}

/** The state of each step, with its reason. */
export async function stepsOf(stage: Stage, runId: string): Promise<Record<string, string>> {
  const steps = (await loadRunSteps(stage.context, [runId])).get(runId) ?? [];
  return Object.fromEntries(
    steps.map(({ stepKey, state, reason }) => [stepKey, `${state} ${reason?.code ?? ''}`.trim()]),
  );
}

/** The runs that its steps have started, in the order of the steps and items. */
export async function childrenOf(bundle: Bundle, runId: string) {
  return await bundle.owner.client.run.findMany({
    where: { parentRunId: runId },
    orderBy: [{ parentStep: 'asc' }, { parentItem: 'asc' }],
  });
}

/** A workflow of one step that adds one to its number. */
export const adds = [{ id: 'add', type: 'echo', params: { n: '${{ vars.n }}' }, output: { sum: 'vars.n + 1' } }];
/** What `adds` is published with. */
export const ofNumber = { variables: { n: { type: 'integer', required: true } } };
