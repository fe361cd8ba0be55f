/** Failures as the read side hands them out. */
import type { FailureDetail } from '#domain/failure/fingerprint.ts';
import type { Lessons } from '#domain/failure/lessons.ts';
import type { FailureState } from '#domain/machines.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A kind of failure; ids are bare uuids, `message` is cleaned. */
export type FailureRow = {
  id: string;
  state: FailureState;
  detail: FailureDetail;
  taskId: string | null;
  workflowId: string | null;
  stepKey: string | null;
  errorType: string;
  message: string;
  count: number;
  deadCount: number;
  runCount: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
  assigneeId: string | null;
  snoozedUntil: Date | null;
  resolvedAt: Date | null;
  reason: string | null;
  eventIds: bigint[];
  createdAt: Date;
} & Lessons;

// Where each field of a failure is read from.
const columns: Record<keyof FailureRow, string> = {
  id: 'f.id',
  state: 'f.state::text',
  detail: 'f.detail',
  taskId: 'f.task_id',
  workflowId: 'f.workflow_id',
  stepKey: 'f.step_key',
  errorType: 'f.error_type',
  message: 'f.message',
  count: 'f.seen',
  deadCount: 'f.dead',
  runCount: 'f.runs',
  firstSeenAt: 'f.first_seen_at',
  lastSeenAt: 'f.last_seen_at',
  assigneeId: 'f.assignee_id',
  snoozedUntil: 'f.snoozed_until',
  resolvedAt: 'f.resolved_at',
  reason: 'f.reason',
  eventIds: 'f.event_ids',
  createdAt: 'f.created_at',
  tried: 'f.tried',
  worked: 'f.worked',
};

/** The columns of a failure `f`, for every statement that reads one. */
export const failureColumns = Prisma.raw(
  Object.entries(columns)
    .map(([name, column]) => `${column} as "${name}"`)
    .join(', '),
);

/** Failures by id, within a transaction. */
export async function readFailures(tx: Transaction, ids: readonly string[]): Promise<FailureRow[]> {
  return await tx.client.$queryRaw<FailureRow[]>(Prisma.sql`/* load_failures */
    select ${failureColumns}
    from failures f
    where f.tenant_id = ${tx.tenantId}::uuid and f.id = any(${[...ids]}::uuid[])`);
}
