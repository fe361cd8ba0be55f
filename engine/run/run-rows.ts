/** Runs as the read side hands them out: without their variables, which may be large and are read on their own. */
import type { RunState } from '#domain/machines.ts';
import type { Ending } from '#domain/run/close-run.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A run as its row tells it; ids are bare uuids. */
export type RunRow = {
  id: string;
  state: RunState;
  workflowId: string;
  versionId: string;
  /** The definition that it follows in the place of its version's, once a step was added to it. */
  definitionId: string | null;
  /** How often people changed it. */
  changeCount: number;
  /** How it ends once its last steps have; null before they come, and when it has ended. */
  endsAs: Ending | null;
  failedStep: string | null;
  reasonCode: string | null;
  reason: string | null;
  startedAt: Date;
  finishedAt: Date | null;
  scheduleId: string | null;
  replayOf: string | null;
  replayFrom: string | null;
  replayStep: string | null;
  replayAlone: boolean;
  replayReason: string | null;
  keptSteps: number;
  keptItems: number;
  startedBy: string;
  correlationId: string | null;
};

/** What the plan of a run is found by. */
export function planIdOf(run: { versionId: string; definitionId?: string | null }): string {
  return run.definitionId ?? run.versionId;
}

/** The columns of a run, for every statement that reads one. */
export const runColumns = Prisma.sql`id, state::text as state, workflow_id as "workflowId", version_id as "versionId", definition_id as "definitionId", changes as "changeCount", failed_step as "failedStep",
      case when finished_at is null then ending::text end as "endsAs", coalesce(reason_code, ending_code) as "reasonCode",
      case when reason_code is null then ending_reason else reason end as reason, started_at as "startedAt", finished_at as "finishedAt", schedule_id as "scheduleId",
      replay_of as "replayOf", replay_from as "replayFrom", replay_step as "replayStep", replay_alone as "replayAlone",
      replay_reason as "replayReason", kept_steps as "keptSteps", kept_items as "keptItems", started_by as "startedBy", correlation_id as "correlationId"`;
