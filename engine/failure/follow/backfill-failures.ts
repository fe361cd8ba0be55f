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

/** The next page of it, and where the one after begins; null when there is none. A stage with little left goes on in the next one. */
export async function readBackfill(
  database: Pick<Database, 'client'>,
  place: BackfillPlace,
): Promise<{ seen: SeenFailure[]; next: BackfillPlace | null }> {
  const all: SeenFailure[] = [];
  for (let at: BackfillPlace | null = place; at !== null; ) {
    const { seen, last } = await readStage(database, at);
    all.push(...seen);
    if (last !== undefined) return { seen: all, next: { stage: at.stage, tenantId: last.tenant_id, id: last.id } };
    const following: BackfillPlace['stage'] | null = stageAfter[at.stage];
    at = following === null ? null : { stage: following, tenantId: noId, id: noId };
  }
  return { seen: all, next: null };
}

/** `last` is the row after which more may follow. */
async function readStage(
  database: Pick<Database, 'client'>,
  place: BackfillPlace,
): Promise<{ seen: SeenFailure[]; last: Row | undefined }> {
  const rows = await database.client.$queryRaw<Row[]>(readPage(place));
  const found = rows.flatMap((row): Ended[] => {
    if (row.run_id !== null) return [];
    return [{ tenantId: row.tenant_id, id: row.id, at: row.at, isDead: place.stage === 'DEAD', attempt: row.attempt }];
  });
  const seen = place.stage === 'RUN' ? await describeRuns(database, found) : await describeJobs(database, found);
  return { seen, last: rows.length >= failureBounds.backfillPerPassMax ? rows.at(-1) : undefined };
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
