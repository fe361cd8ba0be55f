/** Drafts of definitions as their authors see them, and of others no more than who writes and since when. */
import { draftBounds } from '#domain/bounds/draft.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { refuseUnless } from '#engine/access/access.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { allOrNone, type Sized, upToBound } from '#engine/store/reading/large-values.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A draft without its text. `workflowId` is null for a new workflow, which has a `key` instead. */
export type DraftRow = {
  id: string;
  workflowId: string | null;
  key: string;
  sizeBytes: number;
  baseVersion: number;
  /** Another one with each save. */
  revision: string;
  begunAt: Date;
  savedAt: Date;
};

/** Somebody who has a draft. */
export type DraftAuthorRow = { workflowId: string; owner: string; baseVersion: number; savedAt: Date };

/** What a draft is of: a workflow by its bare uuid, or a key for one that is not there yet. */
export type DraftPlace = { workflowId?: string | null; key?: string | null };

export const draftColumns = {
  id: true,
  workflowId: true,
  key: true,
  sizeBytes: true,
  baseVersion: true,
  revision: true,
  begunAt: true,
  savedAt: true,
} as const;

/** The drafts of whoever asks, the latest saved first: all, or the one of a place. */
export async function listDrafts(context: Context, { workflowId, key }: DraftPlace): Promise<Outcome<DraftRow[]>> {
  const refused = refuseUnless(context, 'read');
  if (refused !== undefined) return refused;
  const owner = actorName(context.actor);
  const place = {
    ...(workflowId === undefined || workflowId === null ? {} : { workflowId }),
    ...(key === undefined || key === null ? {} : { key }),
  };
  return await transaction(context.database, context.tenantId, async ({ client, tenantId }) => {
    const rows = await client.workflowDraft.findMany({
      where: { tenantId, owner, ...place },
      select: draftColumns,
      orderBy: [{ savedAt: 'desc' }, { id: 'desc' }],
      take: draftBounds.draftsPerOwnerMax,
    });
    return done(rows);
  });
}

/** The drafts that whoever asks has of workflows, by workflow. */
export async function loadOwnDrafts(context: Context, workflowIds: readonly string[]): Promise<Map<string, DraftRow>> {
  const owner = actorName(context.actor);
  return await loadByKey(context, workflowIds, {
    read: ({ client, tenantId }, wanted) =>
      client.workflowDraft.findMany({
        where: { tenantId, owner, workflowId: { in: wanted } },
        select: draftColumns,
      }),
    keyOf: ({ workflowId }) => workflowId ?? '',
  });
}

/** The texts of one's own drafts, by draft; one may be megabytes. */
export async function loadDraftTexts(
  context: Context,
  draftIds: readonly string[],
): Promise<Outcome<Map<string, string>>> {
  const owner = actorName(context.actor);
  const rows = await loadByKey(context, draftIds, {
    read: ({ client, tenantId }, wanted) =>
      client.$queryRaw<(Sized & { id: string; text: string })[]>(
        upToBound(
          'load_draft_texts',
          ['text'],
          Prisma.sql`
            select id, text, size_bytes as size
            from workflow_drafts
            where tenant_id = ${tenantId}::uuid and owner = ${owner} and id = any(${wanted}::uuid[])`,
        ),
      ),
    keyOf: ({ id }) => id,
  });
  const loaded = allOrNone(rows, 'the texts of the drafts');
  if (!loaded.ok) return loaded;
  return done(new Map([...loaded.value].map(([id, { text }]) => [id, text])));
}

/** Who else has drafts of workflows, by workflow, whoever saved last first. */
export async function loadDraftAuthors(
  context: Context,
  workflowIds: readonly string[],
): Promise<Map<string, DraftAuthorRow[]>> {
  const owner = actorName(context.actor);
  const rows = await transaction(context.database, context.tenantId, ({ client, tenantId }) =>
    client.$queryRaw<DraftAuthorRow[]>(Prisma.sql`/* load_draft_authors */
      select workflow_id as "workflowId", owner, base_version as "baseVersion", saved_at as "savedAt"
      from (
        select workflow_id, owner, base_version, saved_at,
          row_number() over (partition by workflow_id order by saved_at desc, id) as place
        from workflow_drafts
        where tenant_id = ${tenantId}::uuid and workflow_id = any(${[...workflowIds]}::uuid[]) and owner <> ${owner}
      ) others
      where place <= ${draftBounds.authorsShownMax}
      order by workflow_id, place`),
  );
  return Map.groupBy(rows, ({ workflowId }) => workflowId);
}
