/** Several runs of one workflow, where a stage makes a workflow for each. */
import type { Json } from '#domain/value/json.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { newId } from '#engine/store/id.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { valueOf } from '#testing/bundle.ts';
import type { Stage } from '#testing/stage.ts';

/** Starts so many; their ids are in the order of their start. */
export async function startSameRuns(
  { context }: Stage,
  { count, tasks }: { count: number; tasks: readonly object[] },
): Promise<{ name: string; ids: string[] }> {
  const name = `workflow ${newId()}`;
  const plain: Json = JSON.parse(JSON.stringify(tasks));
  valueOf(await publishWorkflow(context, { definition: { name, tasks: plain } }));
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(valueOf(await startRun(context, { workflow: name })).runId);
  return { name, ids };
}
