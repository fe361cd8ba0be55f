/** Tasks in their latest version, and versions that jobs keep. */
import { pageBounds } from '#domain/bounds/page.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { allOrNone, type Sized, upToBound } from '#engine/store/reading/large-values.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type TaskRow, type TaskTexts, taskRow, taskTexts } from './task-rows.ts';

/** Which tasks to list: by their ids, bare uuids. Null means absent. */
export type TaskFilter = { ids?: readonly string[] | null };

/** A page of the tasks in their latest version, the newest task first. */
export async function listTasks(
  context: Context,
  request: PageRequest & TaskFilter,
): Promise<Outcome<Connection<TaskRow>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  if ((request.ids?.length ?? 0) > pageBounds.idsPerFilterMax)
    return refuse('TOO_LARGE', `a list names at most ${pageBounds.idsPerFilterMax} tasks by id`, ['ids']);
  const page = readPage(request);
  if (!page.ok) return page;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const { client, tenantId } = tx;
    const matching = { tenantId, AND: idsOf(request.ids) };
    const connection = await readConnection(tx, page.value, {
      read: async ({ after, take }) => {
        const where = { ...matching, ...(after === undefined ? {} : { id: { lt: after } }) };
        return await readLatest(
          tx,
          await client.task.findMany({ where, select: current, orderBy: { id: 'desc' }, take }),
        );
      },
      count: (take) => client.task.count({ where: matching, take }),
      keyOf: (task) => task.id,
    });
    return done(connection);
  });
}

function idsOf(ids: readonly string[] | null | undefined): Prisma.TaskWhereInput[] {
  return ids === undefined || ids === null ? [] : [{ id: { in: [...ids] } }];
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
    read: (tx, wanted) => readVersions(tx, { id: { in: wanted } }),
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

async function readLatest(tx: Transaction, tasks: { id: string; version: number }[]): Promise<TaskRow[]> {
  const versions = await readVersions(tx, { OR: tasks.map((task) => ({ taskId: task.id, number: task.version })) });
  const byTask = new Map(versions.map((version) => [version.id, version]));
  return tasks.flatMap((task) => byTask.get(task.id) ?? []);
}

async function readVersions(tx: Transaction, which: Prisma.TaskVersionWhereInput): Promise<TaskRow[]> {
  const versions = await tx.client.taskVersion.findMany({
    where: { tenantId: tx.tenantId, ...which },
    include: { task: { select: { id: true, name: true } } },
    omit: { handler: true, inputSchema: true, resultSchema: true },
    take: pageBounds.loadBatchMax,
  });
  return versions.map(taskRow);
}
