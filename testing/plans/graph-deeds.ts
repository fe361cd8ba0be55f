/** What people ask of the graphs of workflows and runs, for the page of plans. */
import { loadRunInputs } from '#engine/graph/compare-runs.ts';
import { loadRunSpans } from '#engine/graph/load-run-spans.ts';
import { loadStepHistory } from '#engine/graph/load-step-history.ts';
import { readRunMoment } from '#engine/moment/read-run-moment.ts';
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
    'two runs are compared': { statements: ['load_run_inputs'], does: () => loadRunInputs(context, [run]) },
    'a run is read as it was': {
      statements: ['read_last_run_event', 'read_run_log', 'read_run_failures'],
      does: () => readRunMoment(context, { run, seq: 0 }),
    },
    'a run is read as it was at an instant': {
      statements: ['find_run_event_at'],
      does: () => readRunMoment(context, { run, at: new Date() }),
    },
    'a run is analysed': { statements: ['load_run_spans'], does: () => loadRunSpans(context, [run]) },
  };
}
