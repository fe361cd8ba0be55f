/** What is done for steps that run workflows, and asked about their runs, for the page of plans. */
import { cancelRun } from '#engine/run/cancel-run.ts';
import { listRuns } from '#engine/run/list-runs.ts';
import { countOpenRuns } from '#engine/run/of-workflows/count-open-runs.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { loadChildren } from '#engine/subflow/load-children.ts';
import { loadParents } from '#engine/subflow/load-parents.ts';
import { lookAtSubflows } from '#engine/subflow/look-at-subflows.ts';
import { loadCalls } from '#engine/workflow/load-calls.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, valueOf } from '#testing/bundle.ts';
import type { LargeWorld } from './large-world.ts';

export function deedsOfSubflows({ worker }: Bundle, { stage: { context } }: LargeWorld) {
  const publish = async (name: string, tasks: object[]) => {
    const definition = JSON.parse(JSON.stringify({ name, tasks }));
    return valueOf(await publishWorkflow(context, { definition })).workflowId;
  };
  const lookAll = async () => {
    while ((await lookAtSubflows(worker)).moved > 0);
  };
  return {
    'steps run workflows': {
      statements: [
        'find_due_subflows',
        'find_untold_runs',
        'take_parents',
        'read_running_subflows',
        'find_called_workflows',
        'find_followers',
        'read_child_results',
        'clear_looks',
        'tell_children',
        'load_parents',
        'load_children',
        'load_calls',
        'count_open_runs',
        'list_runs',
      ],
      does: async () => {
        await publish('child', [{ id: 'pause', wait: { signal: 'never' } }]);
        await publish('quick child', [{ id: 'never', type: 'noop', condition: 'false' }]);
        const id = await publish('parent', [
          { id: 'quick', workflow: 'quick child' },
          { id: 'child', workflow: 'child' },
        ]);
        const { runId } = valueOf(await startRun(context, { workflow: 'parent' }));
        await lookAll();
        const { nodes } = valueOf(await listRuns(context, { first: 10, filter: { parent: runId } }));
        await loadParents(
          context,
          nodes.map((run) => run.id),
        );
        await loadChildren(context, [`${runId} 1`]);
        await loadCalls(context, [id]);
        await countOpenRuns(context, [id]);
        valueOf(await cancelRun(context, { id: runId }));
        await lookAll();
      },
    },
  };
}
