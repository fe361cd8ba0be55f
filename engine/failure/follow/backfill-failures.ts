/** What failed before failures were kept: walked through once, by the indexes of what stands failed, page by page. */
import { failureBounds } from '#domain/bounds/failure.ts';
import { noId } from '#domain/value/ids.ts';
import type { Database } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { describeJobs, describeRuns, type Ended, type SeenFailure } from './describe-failures.ts';
import type { BackfillPlace } from './failure-cursor.ts';

type Row = { tenant_id: string; id: string; run_id: string | null; at: string; attempt: number | null };

const stageAfter: Record<BackfillPlace['stage'], BackfillPlace['stage'] | null> = {
  FAILED: 'DEAD',
  DEAD: 'RUN',
  RUN: null,
};

/** The next page of it, and where the one after begins; null when there is none. */
export async function readBackfill(
  database: Pick<Database, 'client'>,
  place: BackfillPlace,
): Promise<{ seen: SeenFailure[]; next: BackfillPlace | null }> {
  const { stage } = place;
  const rows = await database.client.$queryRaw<Row[]>(readPage(place));
  const last = rows.at(-1);
  const found = rows.flatMap((row): Ended[] => {
    if (row.run_id !== null) return [];
    return [{ tenantId: row.tenant_id, id: row.id, at: row.at, isDead: stage === 'DEAD', attempt: row.attempt }];
  });
  const seen = stage === 'RUN' ? await describeRuns(database, found) : await describeJobs(database, found);
  if (last !== undefined && rows.length >= failureBounds.backfillPerPassMax)
    return { seen, next: { stage, tenantId: last.tenant_id, id: last.id } };
  const following = stageAfter[stage];
  return { seen, next: following === null ? null : { stage: following, tenantId: noId, id: noId } };
}

// A state stands in the predicate of its index, so each has a text of its own.
function readPage({ stage, tenantId, id }: BackfillPlace): Prisma.Sql {
  const [table, state] = stage === 'RUN' ? ['runs', 'FAILED'] : ['jobs', stage];
  const own = stage === 'RUN' ? 'null::uuid as run_id, null::int as attempt' : 'run_id, attempt::int';
  return Prisma.sql`/* read_failure_backfill */
    select tenant_id, id, ${Prisma.raw(own)}, finished_at::text as at
    from ${Prisma.raw(table ?? '')}
    where state = ${Prisma.raw(`'${state}'`)} and (tenant_id, id) > (${tenantId}::uuid, ${id}::uuid)
    order by tenant_id, id
    limit ${failureBounds.backfillPerPassMax}`;
}
