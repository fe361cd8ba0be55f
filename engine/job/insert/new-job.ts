/**
 * A job about to be stored, and its columns: how each is read from the job, and how it comes into its row. A new field
 * is a line of the type and a line of one of the tables.
 */
import type { Json } from '#domain/value/json.ts';
import { rankSql } from '#engine/queue/place-in-line.ts';
import type { PlainColumn, RareColumn } from '#engine/store/sql/sql-columns.ts';
import { type NewNeed, storedNeedsOf } from '#engine/task/needs-of-job.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A job about to be stored. */
export type NewJob = {
  tenantId: string;
  id: string;
  taskId: string;
  taskVersionId: string;
  queueId: string;
  priority: number;
  maxAttempts: number;
  /** PENDING when it may start now, SCHEDULED when `runAt` lies ahead, SKIPPED for a step whose branch was not taken, SUCCEEDED for one whose loop is over. */
  state: 'PENDING' | 'SCHEDULED' | 'SKIPPED' | 'FAILED' | 'SUCCEEDED';
  /** When it may start at the earliest; that or `delayMs` is required when SCHEDULED. */
  runAt?: Date | null;
  /** The same, from the instant on at which it is stored. */
  delayMs?: number | null;
  params?: Json;
  reasonCode?: string | null;
  reason?: string | null;
  correlationId?: string | null;
  labels?: Record<string, string> | null;
  scheduleId?: string | null;
  runId?: string | null;
  step?: number | null;
  stepKey?: string | null;
  /** Its place in the list of a foreach step, or its round of a while step. */
  item?: number | null;
  /** Number of its first event within its run; jobs of one run, state and reason are numbered without gap. */
  seq?: number | null;
  overrides?: Json;
  /** What it must hold while it runs. */
  needs?: NewNeed[] | null;
  /** Milliseconds from due to the latest start, from the task's SLA. */
  slaStartByMs?: number | null;
  slaMaxDurationMs?: number | null;
  error?: Json;
  result?: Json;
};

/** What many jobs share: sent once for each shape. */
export const shapeColumns: readonly PlainColumn<NewJob>[] = [
  { name: 'tenant_id', type: 'uuid', of: (job) => job.tenantId },
  { name: 'queue_id', type: 'uuid', of: (job) => job.queueId },
  { name: 'task_id', type: 'uuid', of: (job) => job.taskId },
  { name: 'task_version_id', type: 'uuid', of: (job) => job.taskVersionId },
  { name: 'state', type: 'job_state', of: (job) => job.state },
  { name: 'priority', type: 'int', of: (job) => job.priority },
  { name: 'max_attempts', type: 'smallint', of: (job) => job.maxAttempts },
];

/** What most jobs have not: sent for those that have it. `row` is false for what only goes into another column. */
export const ownColumns: readonly (RareColumn<NewJob> & { row?: false })[] = [
  { name: 'starts_at', type: 'timestamptz', of: (job) => job.runAt?.toISOString(), row: false },
  { name: 'delay_ms', type: 'float8', of: (job) => job.delayMs, row: false },
  { name: 'reason_code', type: 'text', of: (job) => job.reasonCode },
  { name: 'reason', type: 'text', of: (job) => job.reason },
  { name: 'schedule_id', type: 'uuid', of: (job) => job.scheduleId },
  { name: 'run_id', type: 'uuid', of: (job) => job.runId },
  { name: 'step', type: 'int', of: (job) => job.step },
  { name: 'step_key', type: 'text', of: (job) => job.stepKey },
  { name: 'item', type: 'int', of: (job) => job.item },
  { name: 'correlation_id', type: 'text', of: (job) => job.correlationId },
  { name: 'labels', type: 'jsonb', of: (job) => job.labels },
  { name: 'overrides', type: 'json', of: (job) => job.overrides },
  { name: 'error', type: 'json', of: (job) => job.error },
  { name: 'result', type: 'json', of: (job) => job.result },
  { name: 'needs', type: 'json', of: (job) => storedNeedsOf(job.needs) },
  { name: 'sla_start_by_ms', type: 'float8', of: (job) => job.slaStartByMs, row: false },
  { name: 'sla_max_duration_ms', type: 'int', of: (job) => job.slaMaxDurationMs },
];

// In whole milliseconds, as everybody who is told of it counts.
const runAt = `coalesce(a.starts_at, date_trunc('milliseconds', now()) + a.delay_ms * interval '1 millisecond')`;

// Made of the others, of `s.<column>s[a.shape]` and `a.<column>`.
const madeColumns: Record<string, string> = {
  id: 'a.id',
  run_at: runAt,
  due_at: `coalesce(${runAt}, now())`,
  created_at: 'now()',
  rank: rankSql(`coalesce(${runAt}, now())`, shared('priority')),
  finished_at: `case when ${shared('state')} in ('SKIPPED', 'FAILED', 'SUCCEEDED') then now() end`,
  params: `case when json_typeof(a.params) <> 'null' then a.params end`,
  sla_at: `coalesce(${runAt}, now()) + a.sla_start_by_ms * interval '1 millisecond'`,
  event_ids: 'array[s.event_ids[a.event]]',
};

/** The name under which the values of a shared column travel. */
export function sharedName(name: string): string {
  return `${name}_of_shape`;
}

function shared(name: string): string {
  return `s.${sharedName(name)}[a.shape]`;
}

const stored: [name: string, value: string][] = [
  ...shapeColumns.map(({ name }): [string, string] => [name, shared(name)]),
  ...ownColumns.filter(({ row }) => row !== false).map(({ name }): [string, string] => [name, `a.${name}`]),
  ...Object.entries(madeColumns),
];

/** The columns of the row, and their values in the same order. */
export const storedNames = Prisma.raw(stored.map(([name]) => name).join(', '));
export const storedValues = Prisma.raw(stored.map(([, value]) => value).join(', '));
