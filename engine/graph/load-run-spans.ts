/** From when to when runs went: until now for one that goes on, by the clock of the database. */
import type { Context } from '#engine/store/context.ts';
import { loadByKey } from '#engine/store/reading/loading.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type RunSpan = { id: string; startedAt: Date; until: Date };

/** The spans of runs by run id. */
export async function loadRunSpans(context: Context, runIds: readonly string[]): Promise<Map<string, RunSpan>> {
  return await loadByKey(context, runIds, {
    read: ({ client, tenantId }, wanted) =>
      client.$queryRaw<RunSpan[]>(Prisma.sql`/* load_run_spans */
        select r.id, r.started_at as "startedAt", coalesce(r.finished_at, now()) as until
        from unnest(${uuidArray(wanted)}::text::uuid[]) as w (id)
        cross join lateral (
          select id, started_at, finished_at
          from runs
          where tenant_id = ${tenantId}::uuid and id = w.id
          limit 1
        ) r`),
    keyOf: ({ id }) => id,
  });
}
