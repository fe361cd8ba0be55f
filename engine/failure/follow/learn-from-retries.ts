/** What became of the retries of failed work: found out when it has ended again, and told to its failure. */
import { failureBounds } from '#domain/bounds/failure.ts';
import { noId } from '#domain/value/ids.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { WorkedRetry } from './describe-failures.ts';
import { findKnownFailures, knownKey } from './find-failures.ts';
import type { EndedWork } from './read-ended-work.ts';
import { type Lesson, recordLessons } from './record-failures.ts';

/** Notes when people gave jobs another round of attempts. Who retries a whole failure notes it with the retry. */
export async function noteRetries(client: Statements, works: readonly EndedWork[]): Promise<void> {
  if (works.length === 0) return;
  await client.$executeRaw(Prisma.sql`/* note_retries */
    update failure_jobs f
    set retried_at = w.at::timestamptz
    from unnest(${uuidArray(works.map(({ tenantId }) => tenantId))}::text::uuid[], ${uuidArray(works.map(({ id }) => id))}::text::uuid[],
      ${works.map(({ at }) => at)}::text[]) as w (tenant_id, id, at)
    where f.tenant_id = w.tenant_id and f.subject_id = w.id and f.failed_at <= w.at::timestamptz and f.retried_at is null and f.outcome is null`);
}

/** Tells the failures that are there of retries that worked by themselves. A kind that never ended a job has none. */
export async function learnFromWorked(client: Statements, retries: readonly WorkedRetry[]): Promise<void> {
  const known = await findKnownFailures(client, retries);
  const lessons = retries.flatMap(({ tenantId, prints, waitedMs }): Lesson[] => {
    const keys = [prints.MESSAGE, prints.TYPE, prints.SUBJECT].map((print) => knownKey(tenantId, print));
    const failureId = keys.map((key) => known.get(key)).find((id) => id !== undefined);
    return failureId === undefined ? [] : [{ tenantId, failureId, waitedMs, isGood: true }];
  });
  await recordLessons(client, lessons);
}

/** Where the next look at retried work goes on; null: at the beginning. */
export type RetriedPlace = { tenantId: string; subjectId: string } | null;

/** Work that was retried and has ended again. */
type Settled = {
  tenant_id: string;
  subject_id: string;
  failed_at: string;
  failure_id: string;
  waited_ms: number;
  outcome: 'WORKED' | 'FAILED' | 'GONE' | null;
};

/** Looks at a page of what was retried; goes round page by page, so that work that takes long hides none that is over. */
export async function findEndedRetries(
  { client }: Pick<Database, 'client'>,
  place: RetriedPlace,
): Promise<{ ended: Settled[]; next: RetriedPlace }> {
  const after = place ?? { tenantId: noId, subjectId: noId };
  const rows = await client.$queryRaw<Settled[]>(Prisma.sql`/* find_ended_retries */
    select g.tenant_id, g.subject_id, g.failed_at::text, g.failure_id,
      (extract(epoch from g.retried_at - g.failed_at) * 1000)::float8 as waited_ms,
      case
        when g.retry_run_id is not null then case
          when r.state = 'SUCCEEDED' then 'WORKED' when r.state = 'FAILED' then 'FAILED' when r.state = 'CANCELLED' then 'GONE' end
        when j.finished_at >= g.retried_at then case
          when j.state = 'SUCCEEDED' then 'WORKED' when j.state in ('FAILED', 'DEAD') then 'FAILED' else 'GONE' end
        when j.id is null then 'GONE'
      end as outcome
    from (
      select *
      from failure_jobs
      where retried_at is not null and outcome is null and (tenant_id, subject_id) > (${after.tenantId}::uuid, ${after.subjectId}::uuid)
      order by tenant_id, subject_id
      limit ${failureBounds.outcomesPerPassMax}
    ) g
    left join jobs j on g.retry_run_id is null and j.tenant_id = g.tenant_id and j.id = g.subject_id
    left join runs r on r.tenant_id = g.tenant_id and r.id = g.retry_run_id
    order by g.tenant_id, g.subject_id`);
  const last = rows.at(-1);
  const isFull = rows.length >= failureBounds.outcomesPerPassMax;
  return {
    ended: rows.filter(({ outcome }) => outcome !== null),
    next: isFull && last !== undefined ? { tenantId: last.tenant_id, subjectId: last.subject_id } : null,
  };
}

/** Notes what became of them, each once, and what it teaches. */
export async function noteOutcomes(client: Statements, ended: readonly Settled[]): Promise<void> {
  if (ended.length === 0) return;
  const noted = await client.$queryRaw<Settled[]>(Prisma.sql`/* note_outcomes */
    update failure_jobs f
    set outcome = n.outcome
    from json_to_recordset(${JSON.stringify(ended)}::json) as n (tenant_id uuid, subject_id uuid, failed_at timestamptz, failure_id uuid, waited_ms float8,
      outcome text)
    where f.tenant_id = n.tenant_id and f.subject_id = n.subject_id and f.failed_at = n.failed_at and f.outcome is null
    returning n.tenant_id, n.subject_id, n.failed_at::text, n.failure_id, n.waited_ms, n.outcome`);
  await recordLessons(
    client,
    noted.flatMap(({ tenant_id: tenantId, failure_id: failureId, waited_ms: waitedMs, outcome }): Lesson[] =>
      outcome === 'GONE' ? [] : [{ tenantId, failureId, waitedMs, isGood: outcome === 'WORKED' }],
    ),
  );
}
