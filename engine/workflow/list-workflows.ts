/** Workflows, the newest first, and their published versions. */

import { pageBounds } from '#domain/bounds/page.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { done, type Outcome, refuse, refuseAll } from '#domain/refusal.ts';
import { checkText } from '#domain/value/input-checks.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { type Connection, readConnection } from '#engine/event/connection.ts';
import type { Context } from '#engine/store/context.ts';
import { allOrNone, type Sized, upToBound } from '#engine/store/reading/large-values.ts';
import { likeText } from '#engine/store/reading/like-text.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { type PageRequest, readPage } from '#engine/store/reading/page.ts';
import { storedObject } from '#engine/store/sql/stored-json.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A workflow; `version` is the number of its latest version. */
export type WorkflowRow = {
  id: string;
  name: string;
  description: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
};

/** A published version, without its text. */
export type WorkflowVersionRow = {
  id: string;
  workflowId: string;
  number: number;
  stepCount: number;
  createdBy: string;
  createdAt: Date;
  /** What its author says of it. */
  note: string | null;
};

/** What a version says: its normal form, and the text as its author wrote it. */
export type WorkflowText = { id: string; definition: JsonObject; source: string };

const columns = { id: true, name: true, description: true, version: true, createdAt: true, updatedAt: true };
const versionColumns = {
  id: true,
  workflowId: true,
  number: true,
  stepCount: true,
  createdBy: true,
  createdAt: true,
  note: true,
};

/** Which workflows to list: by their ids, bare uuids, or by words. Null means absent. */
export type WorkflowFilter = { ids?: readonly string[] | null; query?: string | null };

/** A page of the workflows, the newest first; of those whose name or description has every word of the query. */
export async function listWorkflows(
  context: Context,
  request: PageRequest & WorkflowFilter,
): Promise<Outcome<Connection<WorkflowRow>>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const unfit = checkText({ value: request.query, path: ['query'], lengthMax: valueBounds.nameLengthMax });
  if (unfit.length > 0) return refuseAll(unfit);
  if ((request.ids?.length ?? 0) > pageBounds.idsPerFilterMax)
    return refuse('TOO_LARGE', `a list names at most ${pageBounds.idsPerFilterMax} workflows by id`, ['ids']);
  const matching = { AND: [...wordsOf(request.query ?? ''), ...idsOf(request.ids)] };
  const page = readPage(request);
  if (!page.ok) return page;
  return await transaction(context.database, context.tenantId, async (tx) => {
    const { client, tenantId } = tx;
    const connection = await readConnection(tx, page.value, {
      read: ({ after, take }) =>
        client.workflow.findMany({
          where: { tenantId, ...matching, ...(after === undefined ? {} : { id: { lt: after } }) },
          select: columns,
          orderBy: { id: 'desc' },
          take,
        }),
      count: (take) => client.workflow.count({ where: { tenantId, ...matching }, take }),
      keyOf: (workflow) => workflow.id,
    });
    return done(connection);
  });
}

function wordsOf(query: string): Prisma.WorkflowWhereInput[] {
  const words = query.split(/\s+/).filter((word) => word !== '');
  return words.map((word) => {
    const has = { contains: likeText(word), mode: 'insensitive' as const };
    return { OR: [{ name: has }, { description: has }] };
  });
}

function idsOf(ids: readonly string[] | null | undefined): Prisma.WorkflowWhereInput[] {
  return ids === undefined || ids === null ? [] : [{ id: { in: [...ids] } }];
}

/** One workflow by id or by name; undefined when this tenant has none such. */
export async function getWorkflow(
  context: Context,
  input: { id?: string | null; name?: string | null },
): Promise<Outcome<WorkflowRow | undefined>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const { id, name } = { id: input.id ?? undefined, name: input.name ?? undefined };
  if (id === undefined && name === undefined) return done(undefined);
  const which = { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) };
  const workflow = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.workflow.findFirst({ where: { tenantId, ...which }, select: columns }),
  );
  return done(workflow ?? undefined);
}

/** One version of a workflow, the latest unless a number is given; undefined when there is none such. */
export async function getWorkflowVersion(
  context: Context,
  input: { workflowId: string; number?: number | null },
): Promise<Outcome<WorkflowVersionRow | undefined>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const { workflowId } = input;
  const number = input.number ?? undefined;
  const version = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.workflowVersion.findFirst({
      where: { tenantId, workflowId, ...(number === undefined ? {} : { number }) },
      select: versionColumns,
      orderBy: { number: 'desc' },
    }),
  );
  return done(version ?? undefined);
}

/** Workflows by id. */
export async function loadWorkflows(context: Context, ids: readonly string[]): Promise<Map<string, WorkflowRow>> {
  return await loadByKey(context, ids, {
    read: ({ client, tenantId }, wanted) =>
      client.workflow.findMany({ where: { tenantId, id: { in: wanted } }, select: columns }),
    keyOf: (workflow) => workflow.id,
  });
}

/** Versions by version id. */
export async function loadWorkflowVersions(
  context: Context,
  ids: readonly string[],
): Promise<Map<string, WorkflowVersionRow>> {
  return await loadByKey(context, ids, {
    read: ({ client, tenantId }, wanted) =>
      client.workflowVersion.findMany({ where: { tenantId, id: { in: wanted } }, select: versionColumns }),
    keyOf: (version) => version.id,
  });
}

/** The versions with one number, by workflow id; a workflow without such a version is absent. */
export async function loadVersionsAt(
  context: Context,
  workflowIds: readonly string[],
  number: number,
): Promise<Map<string, WorkflowVersionRow>> {
  return await loadByKey(context, workflowIds, {
    read: ({ client, tenantId }, wanted) =>
      client.workflowVersion.findMany({
        where: { tenantId, workflowId: { in: wanted }, number },
        select: versionColumns,
      }),
    keyOf: (version) => version.workflowId,
  });
}

/** The latest versions of workflows, by workflow id. */
export async function loadLatestVersions(
  context: Context,
  workflowIds: readonly string[],
): Promise<Map<string, WorkflowVersionRow>> {
  return await loadByKey(context, workflowIds, {
    read: async ({ client, tenantId }, wanted) => {
      const workflows = await client.workflow.findMany({
        where: { tenantId, id: { in: wanted } },
        select: { id: true, version: true },
      });
      const latest = workflows.map(({ id, version }) => ({ workflowId: id, number: version }));
      return await client.workflowVersion.findMany({ where: { tenantId, OR: latest }, select: versionColumns });
    },
    keyOf: (version) => version.workflowId,
  });
}

/** The texts of versions, by version id; one may be megabytes. */
export async function loadWorkflowTexts(
  context: Context,
  versionIds: readonly string[],
): Promise<Outcome<Map<string, WorkflowText>>> {
  const rows = await loadByKey(context, versionIds, {
    read: ({ client, tenantId }, wanted) =>
      client.$queryRaw<StoredText[]>(
        upToBound(
          'load_workflow_texts',
          ['definition', 'source'],
          Prisma.sql`
            select id, definition, source, octet_length(definition::text) + octet_length(source) as size
            from workflow_versions
            where tenant_id = ${tenantId}::uuid and id = any(${wanted}::uuid[])`,
        ),
      ),
    keyOf: (version) => version.id,
  });
  const loaded = allOrNone(rows, 'the definitions and sources of the versions');
  if (!loaded.ok) return loaded;
  const texts = new Map<string, WorkflowText>();
  for (const [id, { definition, source }] of loaded.value)
    texts.set(id, { id, definition: storedObject(definition), source });
  return done(texts);
}

type StoredText = Sized & { id: string; definition: unknown; source: string };
