/** Runs as the read side hands them out: without their variables, which may be large and are read on their own. */
import type { RunState } from '#domain/machines.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A run as its row tells it; ids are bare uuids. */
export type RunRow = {
  id: string;
  state: RunState;
  workflowId: string;
  versionId: string;
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
  startedBy: string;
  correlationId: string | null;
};

/** The columns of a run, for every statement that reads one. */
export const runColumns = Prisma.sql`id, state::text as state, workflow_id as "workflowId", version_id as "versionId", failed_step as "failedStep",
      reason_code as "reasonCode", reason, started_at as "startedAt", finished_at as "finishedAt", schedule_id as "scheduleId",
      replay_of as "replayOf", replay_from as "replayFrom", replay_step as "replayStep", replay_alone as "replayAlone",
      replay_reason as "replayReason", kept_steps as "keptSteps", started_by as "startedBy", correlation_id as "correlationId"`;
