/** Detected breaches, the newest first. */
import { pageBounds } from '#domain/bounds/page.ts';
import type { AlertState } from '#domain/machines.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { transaction } from '#engine/store/transaction.ts';

/** A breach, or what a rule asks for, and what it is about. */
export type AlertRow = {
  id: string;
  kind: string;
  state: AlertState;
  severity: string;
  message: string;
  jobId: string | null;
  runId: string | null;
  scheduleId: string | null;
  taskId: string | null;
  queueId: string | null;
  workflowId: string | null;
  gateId: string | null;
  count: number;
  raisedAt: Date;
  resolvedAt: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  acknowledgedReason: string | null;
};

const columns = {
  id: true,
  kind: true,
  state: true,
  severity: true,
  message: true,
  jobId: true,
  runId: true,
  scheduleId: true,
  taskId: true,
  queueId: true,
  workflowId: true,
  gateId: true,
  count: true,
  raisedAt: true,
  resolvedAt: true,
  acknowledgedAt: true,
  acknowledgedBy: true,
  acknowledgedReason: true,
};

/** A page of the alerts in these states and about this job; of all when nothing is named. */
export async function listAlerts(
  context: Context,
  request: PageRequest & {
    states?: readonly AlertState[] | null;
    ids?: readonly string[] | null;
    jobId?: string | null;
  },
): Promise<Outcome<Connection<AlertRow>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  if ((request.ids?.length ?? 0) > pageBounds.idsPerFilterMax)
    return refuse('TOO_LARGE', `a list names at most ${pageBounds.idsPerFilterMax} alerts by id`, ['ids']);
  const page = readPage(request);
  if (!page.ok) return page;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const { client, tenantId } = tx;
    const { states, ids, jobId } = request;
    const where = {
      tenantId,
      ...(states === undefined || states === null ? {} : { state: { in: [...states] } }),
      ...(ids === undefined || ids === null ? {} : { AND: [{ id: { in: [...ids] } }] }),
      ...(typeof jobId === 'string' && { subjectId: jobId }),
    };
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) =>
        client.alert.findMany({
          where: { ...where, ...(after === undefined ? {} : { id: { lt: after } }) },
          select: columns,
          orderBy: { id: 'desc' },
          take,
        }),
      count: (take) => client.alert.count({ where, take }),
      keyOf: (alert) => alert.id,
    });
    return done(connection);
  });
}

/** The alert of this id; undefined when the tenant has none. */
export async function getAlert(context: Context, { id }: { id: string }): Promise<Outcome<AlertRow | undefined>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  return done((await loadAlerts(context, [id])).get(id));
}

/** Alerts by id. */
export async function loadAlerts(context: Context, ids: readonly string[]): Promise<Map<string, AlertRow>> {
  return await loadByKey(context, ids, {
    read: ({ client, tenantId }, wanted) =>
      client.alert.findMany({ where: { tenantId, id: { in: wanted } }, select: columns }),
    keyOf: (alert) => alert.id,
  });
}
