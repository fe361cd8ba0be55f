/** Tasks in their latest version, and versions that jobs keep. */
import { pageBounds } from '#domain/bounds/page.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import type { HandlerKind } from '#domain/task/handler.ts';
import { checkText } from '#domain/value/input-checks.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { allOrNone, type Sized, upToBound } from '#engine/store/reading/large-values.ts';
import { likeText } from '#engine/store/reading/like-text.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type TaskRow, type TaskTexts, taskRow, taskTexts } from './task-rows.ts';

/** Which tasks to list: by their ids, bare uuids, or by what their latest version says. Null means absent. */
export type TaskFilter = {
  ids?: readonly string[] | null;
  /** Words that the name or the description has, every one of them. */
  query?: string | null;
  handler?: HandlerKind | null;
  /** Name of a queue. */
  queue?: string | null;
  deprecated?: boolean | null;
};

/** A page of the tasks in their latest version, the newest task first. */
export async function listTasks(
  context: Context,
  request: PageRequest & TaskFilter,
): Promise<Outcome<Connection<TaskRow>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const unfit = [
    ...checkText({ value: request.query, path: ['query'], lengthMax: valueBounds.nameLengthMax }),
    ...checkText({ value: request.queue, path: ['queue'], lengthMax: valueBounds.nameLengthMax }),
  ];
  if (unfit.length > 0) return refuseAll(unfit);
  if ((request.ids?.length ?? 0) > pageBounds.idsPerFilterMax)
    return refuse('TOO_LARGE', `a list names at most ${pageBounds.idsPerFilterMax} tasks by id`, ['ids']);
  const page = readPage(request);
  if (!page.ok) return page;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const matching = matchingOf(tx, request);
    const connection = await readConnection(tx, page.value, {
      read: async ({ after, take }) => {
        const tasks = await tx.client.$queryRaw<Current[]>(Prisma.sql`/* list_tasks */
          select t.id, t.version
          ${matching} ${after === undefined ? Prisma.empty : Prisma.sql`and t.id < ${after}::uuid`}
          order by t.id desc
          limit ${take}`);
        return await readLatest(tx, tasks);
      },
      count: async (take) => {
        const [row] = await tx.client.$queryRaw<{ count: number }[]>(Prisma.sql`/* count_tasks */
          select count(*)::int as count from (select ${matching} limit ${take}) t`);
        return row?.count ?? 0;
      },
      keyOf: (task) => task.id,
    });
    return done(connection);
  });
}

type Current = { id: string; version: number };

/** What the statement reads from, up to the end of its conditions. */
function matchingOf({ tenantId }: Transaction, { ids, query, handler, queue, deprecated }: TaskFilter): Prisma.Sql {
  const words = (query ?? '').split(/\s+/).filter((word) => word !== '');
  const conditions = [
    ...(ids ? [Prisma.sql`t.id = any(${uuidArray(ids)}::text::uuid[])`] : []),
    ...words.map((word) => {
      const pattern = `%${likeText(word)}%`;
      return Prisma.sql`(t.name ilike ${pattern} or v.description ilike ${pattern})`;
    }),
    ...(handler ? [Prisma.sql`jsonb_exists(v.handler, ${handler})`] : []),
    ...(typeof queue === 'string' ? [Prisma.sql`q.name = ${queue}`] : []),
    ...(typeof deprecated === 'boolean' ? [Prisma.sql`(t.deprecated_at is not null) = ${deprecated}`] : []),
  ];
  return Prisma.sql`
    from tasks t
    join task_versions v on v.tenant_id = t.tenant_id and v.task_id = t.id and v.number = t.version
    join queues q on q.tenant_id = v.tenant_id and q.id = v.queue_id
    where ${Prisma.join([Prisma.sql`t.tenant_id = ${tenantId}::uuid`, ...conditions], ' and ')}`;
}

/** One task in its latest version, by id or by name; undefined when the tenant has none such. */
export async function getTask(
  context: Context,
  input: { id?: string | null; name?: string | null },
): Promise<Outcome<TaskRow | undefined>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const { id, name } = { id: input.id ?? undefined, name: input.name ?? undefined };
  if (id === undefined && name === undefined) return done(undefined);
  const which = { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) };
  const tasks = await transaction(context.database, context.tenantId, async (tx) =>
    readLatest(
      tx,
      await tx.client.task.findMany({ where: { tenantId: tx.tenantId, ...which }, select: current, take: 1 }),
    ),
  );
  return done(tasks[0]);
}

/** Tasks in their latest version, by task id. */
export async function loadTasks(context: Context, ids: readonly string[]): Promise<Map<string, TaskRow>> {
  return await loadByKey(context, ids, {
    read: async (tx, wanted) =>
      readLatest(
        tx,
        await tx.client.task.findMany({ where: { tenantId: tx.tenantId, id: { in: wanted } }, select: current }),
      ),
    keyOf: (task) => task.id,
  });
}

/** Versions of tasks, by version id. */
export async function loadTaskVersions(context: Context, versionIds: readonly string[]): Promise<Map<string, TaskRow>> {
  return await loadByKey(context, versionIds, {
    read: (tx, wanted) => readTaskVersions(tx, { which: { id: { in: wanted } }, take: pageBounds.loadBatchMax }),
    keyOf: (task) => task.versionId,
  });
}

/** What versions do and take, by version id. */
export async function loadTaskTexts(
  context: Context,
  versionIds: readonly string[],
): Promise<Outcome<Map<string, TaskTexts>>> {
  const rows = await loadByKey(context, versionIds, {
    read: ({ client, tenantId }, wanted) =>
      client.$queryRaw<(Sized & { id: string; handler: unknown; inputSchema: unknown; resultSchema: unknown })[]>(
        upToBound(
          'load_task_texts',
          ['handler', 'inputSchema', 'resultSchema'],
          Prisma.sql`
            select id, handler, input_schema as "inputSchema", result_schema as "resultSchema",
              octet_length(concat(handler, input_schema, result_schema)) as size
            from task_versions
            where tenant_id = ${tenantId}::uuid and id = any(${wanted}::uuid[])`,
        ),
      ),
    keyOf: (version) => version.id,
  });
  const loaded = allOrNone(rows, 'the handlers and schemas of the tasks');
  return loaded.ok ? done(new Map([...loaded.value].map(([id, row]) => [id, taskTexts(row)]))) : loaded;
}

const current = { id: true, version: true };
const taskColumns = { id: true, name: true, deprecatedAt: true, deprecatedBy: true, deprecatedReason: true };

async function readLatest(tx: Transaction, tasks: { id: string; version: number }[]): Promise<TaskRow[]> {
  const versions = await readTaskVersions(tx, {
    which: { OR: tasks.map((task) => ({ taskId: task.id, number: task.version })) },
    take: pageBounds.loadBatchMax,
  });
  const byTask = new Map(versions.map((version) => [version.id, version]));
  return tasks.flatMap((task) => byTask.get(task.id) ?? []);
}

/** Versions of the tenant, the latest of a task first. */
export async function readTaskVersions(
  tx: Transaction,
  { which, take }: { which: Prisma.TaskVersionWhereInput; take: number },
): Promise<TaskRow[]> {
  const versions = await tx.client.taskVersion.findMany({
    where: { tenantId: tx.tenantId, ...which },
    include: { task: { select: taskColumns } },
    omit: { handler: true, inputSchema: true, resultSchema: true },
    orderBy: { number: 'desc' },
    take,
  });
  return versions.map(taskRow);
}
