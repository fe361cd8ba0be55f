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
  /** Its place in the list of a foreach step, or its round of a while step. */
  item: number | null;
  scheduleId: string | null;
  reasonCode: string | null;
  reason: string | null;
  correlationId: string | null;
  labels: Record<string, string>;
  eventIds: bigint[];
};

/** What PostgreSQL hands over for a job. */
export type StoredJob = Omit<JobRow, 'labels' | 'eventIds'> & { labels: unknown; eventIds: bigint[] | null };

// Where each field of a job is read from.
const columns: Record<keyof JobRow, string> = {
  id: 'id',
  state: 'state::text',
  queueId: 'queue_id',
  taskId: 'task_id',
  taskVersionId: 'task_version_id',
  priority: 'priority',
  attempt: 'attempt',
  maxAttempts: 'max_attempts',
  crashes: 'crashes',
  fence: 'fence',
  lastWorkerId: 'last_worker_id',
  runAt: 'run_at',
  dueAt: 'due_at',
  createdAt: 'created_at',
  startedAt: 'started_at',
  finishedAt: 'finished_at',
  runId: 'run_id',
  step: 'step',
  stepKey: 'step_key',
  item: 'item',
  scheduleId: 'schedule_id',
  reasonCode: 'reason_code',
  reason: 'reason',
  correlationId: 'correlation_id',
  labels: 'labels',
  eventIds: 'event_ids',
};

/** The columns of a job, for every statement that reads one. */
export const jobColumns = Prisma.raw(
  Object.entries(columns)
    .map(([name, column]) => `${column} as "${name}"`)
    .join(', '),
);

/** A stored job with its types. */
export function jobRow(stored: StoredJob): JobRow {
  return { ...stored, labels: storedLabels(stored.labels), eventIds: stored.eventIds ?? [] };
}
