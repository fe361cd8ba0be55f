/** What people ask of the graphs of workflows and runs, for the page of plans. */
import { loadRunSpans } from '#engine/graph/load-run-spans.ts';
import { loadStepHistory } from '#engine/graph/load-step-history.ts';
import type { Context } from '#engine/store/context.ts';
import { listWorkflows } from '#engine/workflow/list-workflows.ts';
import { valueOf } from '#testing/bundle.ts';

export function deedsOfGraphReaders(context: Context, run: string) {
  return {
    'the history of steps is read': {
      statements: ['load_step_history'],
      does: async () => {
        const { nodes } = valueOf(await listWorkflows(context, { first: 1 }));
        await loadStepHistory(
          context,
          nodes.map(({ id }) => id),
        );
      },
    },
    'a run is analysed': { statements: ['load_run_spans'], does: () => loadRunSpans(context, [run]) },
  };
}
