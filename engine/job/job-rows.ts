/** Jobs as the read side hands them out: without their payloads, which may be large and are read on their own. */
import type { JobState } from '#domain/machines.ts';
import { storedLabels } from '#engine/store/sql/stored-json.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A job as its row tells it. `attempt` counts the attempts begun; ids are bare uuids. */
export type JobRow = {
  id: string;
  state: JobState;
  queueId: string;
  taskId: string;
  taskVersionId: string;
  priority: number;
  attempt: number;
  maxAttempts: number;
  crashes: number;
  fence: number;
  lastWorkerId: string | null;
  runAt: Date | null;
  dueAt: Date;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  runId: string | null;
  step: number | null;
  stepKey: string | null;
  scheduleId: string | null;
  reasonCode: string | null;
  reason: string | null;
  correlationId: string | null;
  labels: Record<string, string>;
  eventIds: bigint[];
};

/** What PostgreSQL hands over for a job. */
export type StoredJob = Omit<JobRow, 'labels' | 'eventIds'> & { labels: unknown; eventIds: bigint[] | null };

/** The columns of a job, for every statement that reads one. */
export const jobColumns = Prisma.sql`id, state::text as state, queue_id as "queueId", task_id as "taskId", task_version_id as "taskVersionId", priority,
      attempt, max_attempts as "maxAttempts", crashes, fence, last_worker_id as "lastWorkerId", run_at as "runAt", due_at as "dueAt",
      created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt", run_id as "runId", step, step_key as "stepKey",
      schedule_id as "scheduleId", reason_code as "reasonCode", reason, correlation_id as "correlationId", labels, event_ids as "eventIds"`;

/** A stored job with its types. */
export function jobRow(stored: StoredJob): JobRow {
  return { ...stored, labels: storedLabels(stored.labels), eventIds: stored.eventIds ?? [] };
}
