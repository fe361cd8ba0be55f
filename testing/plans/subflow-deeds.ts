/** What is done for steps that run workflows, and asked about their runs, for the page of plans. */
import { cancelRun } from '#engine/run/cancel-run.ts';
import { listRuns } from '#engine/run/list-runs.ts';
import { countOpenRuns } from '#engine/run/of-workflows/count-open-runs.ts';
import { retryRun } from '#engine/run/retry-run.ts';
import { startRun } from '#engine/run/start-runs.ts';
import { loadChildren } from '#engine/subflow/load-children.ts';
import { loadParents } from '#engine/subflow/load-parents.ts';
import { lookAtSubflows } from '#engine/subflow/look-at-subflows.ts';
import { findWorkflowImpact } from '#engine/workflow/impact/workflow-impact.ts';
import { loadCalls } from '#engine/workflow/load-calls.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, valueOf } from '#testing/bundle.ts';
import type { LargeWorld } from './large-world.ts';

export function deedsOfSubflows({ worker }: Bundle, { stage: { context } }: LargeWorld) {
  const publish = async (name: string, tasks: object[], variables = {}) => {
    const definition = JSON.parse(JSON.stringify({ name, tasks, variables }));
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
        'find_callers',
        'find_newest_versions',
        'count_open_runs',
        'list_runs',
      ],
      does: async () => {
        await publish('child', [{ id: 'pause', wait: { signal: 'never' } }]);
        await publish('quick child', [{ id: 'never', type: 'noop', condition: 'false' }]);
        const id = await publish('parent', [
          { id: 'quick', workflow: 'quick child', output: { left: 'result' } },
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
        await findWorkflowImpact(context, { yaml: 'name: child\ntasks: [{ id: pause, wait: { signal: other } }]' });
        await countOpenRuns(context, [id]);
        valueOf(await cancelRun(context, { id: runId }));
        await lookAll();
      },
    },
    'a rerun takes up a list of runs': {
      statements: ['read_lists_left', 'insert_kept_children', 'let_go_of_children'],
      does: async () => {
        const never = { id: 'never', type: 'noop', condition: 'false' };
        await publish('one of a list', [never], { n: { type: 'integer', required: true } });
        const list = { foreach: 'vars.list', params: { n: '${{ item }}' }, maxConcurrency: 1, onItemFailure: 'fail' };
        await publish('list', [{ id: 'each', workflow: 'one of a list', ...list }], {
          list: { type: 'array', required: true },
        });
        const { runId } = valueOf(await startRun(context, { workflow: 'list', variables: { list: [1, 'no number'] } }));
        await lookAll();
        valueOf(await retryRun(context, { run: runId, from: 'FAILED' }));
        await lookAll();
      },
    },
  };
}
