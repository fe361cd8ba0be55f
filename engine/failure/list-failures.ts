/** The failures of a tenant, the one that was seen last first. There are some thousand at most, so they are sorted as asked. */
import { type FailureConditions, type FailureFilter, readFailureFilter } from '#domain/failure/failure-filter.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { instantSpan } from '#engine/store/reading/id-span.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { arrayOf } from '#engine/store/sql/sql-arrays.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type FailureRow, failureColumns, readFailures } from './failure-rows.ts';

// When it was seen last, and its id.
const keyPattern =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A page of the failures of the filter. One that is seen again meanwhile moves to the front, and may be missed by a later page. */
export async function listFailures(
  context: Context,
  request: PageRequest & { filter?: FailureFilter | null },
): Promise<Outcome<Connection<FailureRow>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const page = readPage(request, keyPattern);
  if (!page.ok) return page;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const { kind, id } = context.actor;
    const reader = { nowMs: tx.now.getTime(), userId: kind === 'user' ? id : undefined };
    const filter = readFailureFilter(request.filter ?? {}, reader, ['filter']);
    if (!filter.ok) return filter;
    const matching = Prisma.sql`
      from failures f
      left join tasks t on t.tenant_id = f.tenant_id and t.id = f.task_id
      left join workflows w on w.tenant_id = f.tenant_id and w.id = f.workflow_id
      where ${Prisma.join([Prisma.sql`f.tenant_id = ${tx.tenantId}::uuid`, ...partsOf(filter.value)], ' and ')}`;
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) =>
        tx.client.$queryRaw<FailureRow[]>(Prisma.sql`/* list_failures */
          select ${failureColumns} ${matching} ${beyond(after)}
          order by f.last_seen_at desc, f.id desc
          limit ${take}`),
      count: async (take) => {
        const [row] = await tx.client.$queryRaw<{ count: number }[]>(Prisma.sql`/* count_failures */
          select count(*)::int as count from (select ${matching} limit ${take}) found`);
        return row?.count ?? 0;
      },
      keyOf: ({ lastSeenAt, id }) => `${lastSeenAt.toISOString()} ${id}`,
    });
    return done(connection);
  });
}

/** One failure; undefined when this tenant has none of this id. */
export async function getFailure(context: Context, { id }: { id: string }): Promise<Outcome<FailureRow | undefined>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const [row] = await transaction(context.database, context.tenantId, (tx) => readFailures(tx, [id]));
  return done(row);
}

/** Failures by id. */
export async function loadFailures(context: Context, ids: readonly string[]): Promise<Map<string, FailureRow>> {
  return await loadByKey(context, ids, { read: readFailures, keyOf: ({ id }) => id });
}

function beyond(after: string | undefined): Prisma.Sql {
  if (after === undefined) return Prisma.empty;
  const [lastSeenAt = '', id = ''] = after.split(' ');
  return Prisma.sql`and (f.last_seen_at, f.id) < (${lastSeenAt}::text::timestamptz, ${id}::uuid)`;
}

function partsOf(conditions: FailureConditions): Prisma.Sql[] {
  const { ids, states, assignees, tasks, workflows, types, kinds = [], words } = conditions;
  const parts: Prisma.Sql[] = [
    ...instantSpan(Prisma.sql`f.first_seen_at`, conditions.firstAfterMs, conditions.firstBeforeMs),
    ...instantSpan(Prisma.sql`f.last_seen_at`, conditions.lastAfterMs, conditions.lastBeforeMs),
  ];
  if (ids !== undefined) parts.push(Prisma.sql`f.id = any(${ids}::uuid[])`);
  if (states !== undefined) parts.push(Prisma.sql`f.state = any(${arrayOf(states)}::text::failure_state[])`);
  if (assignees !== undefined) parts.push(Prisma.sql`f.assignee_id = any(${assignees}::uuid[])`);
  if (tasks !== undefined) parts.push(Prisma.sql`t.name = any(${tasks}::text[])`);
  if (workflows !== undefined) parts.push(Prisma.sql`w.name = any(${workflows}::text[])`);
  if (types !== undefined) parts.push(Prisma.sql`f.error_type = any(${types}::text[])`);
  if (kinds.includes('DEAD')) parts.push(Prisma.sql`f.dead > 0`);
  if (kinds.includes('RUN')) parts.push(Prisma.sql`f.runs > 0`);
  for (const word of words)
    parts.push(
      Prisma.sql`position(lower(${word}::text) in lower(concat_ws(' ', f.message, f.error_type, f.step_key, t.name, w.name))) > 0`,
    );
  return parts;
}
