import type { PlannedRunFragment } from '#components/generated/runs.ts';
import type { PlannedRow } from '#components/kit/bulk/bulk-act.ts';
import { runLooks } from '#components/state/state-look.ts';

/** A run as the plan of an act names it. */
export function plannedRun({ id, state, startedAt, failedStep, workflow, version }: PlannedRunFragment): PlannedRow {
  return {
    id,
    look: runLooks[state],
    words: workflow.name,
    ...(failedStep !== null && { detail: `at ${failedStep}` }),
    place: `v${version.number}`,
    at: startedAt,
  };
}
