/** The failures of what somebody looks at: of jobs, of runs, and of what alerts are about. */
import { failureBounds } from '#domain/bounds/failure.ts';
import { tellsOfFailures } from '#domain/notification/notice-kinds.ts';
import type { AlertRow } from '#engine/alert/list-alerts.ts';
import type { Context } from '#engine/store/context.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type FailureRow, failureColumns } from './failure-rows.ts';

type Found = FailureRow & { of: string };

/** The failure that each job was last seen in, by job id. */
export async function loadFailuresOfJobs(
  context: Context,
  jobIds: readonly string[],
): Promise<Map<string, FailureRow>> {
  return await latestOf(context, jobIds, 'subject_id');
}

/** The failure that each run was last seen in, by run id. */
export async function loadFailuresOfRuns(
  context: Context,
  runIds: readonly string[],
): Promise<Map<string, FailureRow>> {
  return await latestOf(context, runIds, 'run_id');
}

async function latestOf(
  context: Context,
  ids: readonly string[],
  column: 'subject_id' | 'run_id',
): Promise<Map<string, FailureRow>> {
  const subject = Prisma.raw(column);
  const rows = await transaction(context.database, context.tenantId, (tx) =>
    tx.client.$queryRaw<Found[]>(Prisma.sql`/* load_failures_of */
      select ${failureColumns}, w.id as "of"
      from unnest(${[...ids]}::uuid[]) as w (id)
      cross join lateral (
        select failure_id
        from failure_jobs
        where tenant_id = ${tx.tenantId}::uuid and ${subject} = w.id
        order by failed_at desc
        limit 1
      ) latest
      join failures f on f.tenant_id = ${tx.tenantId}::uuid and f.id = latest.failure_id`),
  );
  return new Map(rows.map(({ of, ...failure }) => [of, failure]));
}

/**
 * The failures that were seen while each alert stood, the latest first, by alert id: those of its job or run, or all of
 * the task or workflow that its rule groups by. An alert about anything else has none.
 */
export async function loadFailuresOfAlerts(
  context: Context,
  alerts: readonly AlertRow[],
): Promise<Map<string, FailureRow[]>> {
  const asked = alerts.filter(({ kind }) => tellsOfFailures(kind));
  const found = new Map<string, FailureRow[]>(alerts.map(({ id }) => [id, []]));
  if (asked.length === 0) return found;
  const instants = (at: (alert: AlertRow) => Date | null) =>
    asked.map((alert) => at(alert)?.toISOString() ?? 'infinity');
  const rows = await transaction(context.database, context.tenantId, (tx) =>
    tx.client.$queryRaw<Found[]>(Prisma.sql`/* load_failures_of_alerts */
      select l.*
      from unnest(${uuidArray(asked.map(({ id }) => id))}::text::uuid[], ${uuidArray(asked.map(({ taskId }) => taskId ?? 'null'))}::text::uuid[],
        ${uuidArray(asked.map(({ workflowId }) => workflowId ?? 'null'))}::text::uuid[], ${arrayOf(instants(({ raisedAt }) => raisedAt))}::text::timestamptz[],
        ${arrayOf(instants(({ resolvedAt }) => resolvedAt))}::text::timestamptz[]) with ordinality as a (id, task_id, workflow_id, since, until, nth)
      cross join lateral (
        select ${failureColumns}, a.id as "of"
        from failures f
        where f.tenant_id = ${tx.tenantId}::uuid and f.last_seen_at >= a.since and f.first_seen_at <= a.until
          and (f.workflow_id = a.workflow_id or (a.workflow_id is null and f.workflow_id is null and f.task_id = a.task_id))
        order by f.last_seen_at desc, f.id desc
        limit ${failureBounds.failuresPerAlertMax}
      ) l
      order by a.nth, l."lastSeenAt" desc`),
  );
  for (const { of, ...failure } of rows) found.get(of)?.push(failure);
  return found;
}
