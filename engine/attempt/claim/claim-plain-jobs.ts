/**
 * The claim of an ordinary moment: of lanes that are known, open and unlimited, and whose jobs stand alone and hold nothing.
 * It does what the whole statement does with less than half of its parts, and what each part costs to set up is what a job
 * waits for on an idle system. Whatever it does not know how to take it only reports: the lane is asked in full then.
 */

import { isNoSuspect } from '#engine/queue/crash-suspects.ts';
import { isInLine } from '#engine/queue/place-in-line.ts';
import { arrayOf, uuidArray } from '#engine/store/sql/sql-arrays.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { LaneClaim } from './claim-statement.ts';
import { claimedColumns, claimedText, readClaimed } from './claimed-job.ts';
import type { FreeClaimed, LaneAnswer, LaneAsk } from './lane-asks.ts';
import { isLiveWorker, startedColumns } from './take-jobs.ts';

export type PlainClaim = Omit<LaneClaim, 'isCurious'>;

/** Whether such a claim can serve what is asked for. */
export function isPlainClaim(claim: LaneClaim): boolean {
  return !claim.isCurious && claim.asks.every(({ isPlain }) => isPlain);
}

type PlainRow = { jobs: string | null; now_ms: number; found: string | null; lanes: string | null };

/** What was looked at in a lane, and how much of that this statement may take. */
type Found = { lane: string; found: number; plain: number };

/** Reads what the statement answered. */
export function readPlainClaim({ workerId, asks, slots }: PlainClaim, row: PlainRow): FreeClaimed {
  const jobs = row.jobs === null ? [] : readClaimed(row.jobs, { workerId, claimedAtMs: row.now_ms });
  const found: Found[] = JSON.parse(row.found ?? '[]');
  const counts = new Map(found.map((one) => [one.lane, one]));
  const open = new Map<string, number | null>(JSON.parse(row.lanes ?? '[]'));
  const taken = new Map<string, number>();
  for (const { queueId } of jobs) taken.set(queueId, (taken.get(queueId) ?? 0) + 1);
  const takeable = found.reduce((sum, { plain }) => sum + plain, 0);
  return {
    jobs,
    lanes: asks.map((ask) =>
      answerOf(ask, {
        isOpen: open.has(ask.queueId),
        nextDueInMs: open.get(ask.queueId) ?? null,
        found: counts.get(ask.queueId),
        taken: taken.get(ask.queueId) ?? 0,
      }),
    ),
    leftBusy: jobs.length < Math.min(takeable, slots),
    hasSuspects: undefined,
  };
}

export function claimPlainJobsStatement({ workerId, queues, slots, asks }: PlainClaim): Prisma.Sql {
  const nextDue = asks.some(({ isDue }) => isDue) ? earliestDue : Prisma.sql`null::float8`;
  return Prisma.sql`/* claim_plain_jobs */
    with shared as materialized (
      select q.id, a.count
      from rows from (
        unnest(${uuidArray(asks.map(({ queueId }) => queueId))}::text::uuid[]),
        unnest(${arrayOf(asks.map(({ count }) => count))}::text::int[])
      ) as a (queue_id, count)
      cross join lateral (
        select id
        from queues
        where id = a.queue_id and not limited and not paused and (${queues.length} = 0 or name = any(${[...queues]}::text[]))
        for share skip locked
      ) q
    ),
    candidates as materialized (
      select l.id as queue_id, j.*
      from shared l
      cross join lateral (
        select ctid as place, run_id is null and needs is null as is_plain
        from jobs
        where queue_id = l.id and state = 'PENDING' and ${isNoSuspect} and ${isInLine}
        order by rank, id
        limit l.count
      ) j
    ),
    locked as materialized (
      select j.*, nextval('events_id_seq') as drawn
      from candidates c
      cross join lateral (
        select ctid as place, tenant_id, attempt
        from jobs
        where ctid = c.place and state = 'PENDING' and run_id is null and needs is null
        for update skip locked
      ) j
      where c.is_plain and ${isLiveWorker(workerId)}
      limit ${slots}
    ),
    moved as (
      update jobs j
      set ${startedColumns(workerId)}
      from (select place, min(drawn) over (partition by tenant_id, attempt) as event_id from locked) n
      where j.ctid = n.place
      returning ${claimedColumns}, n.event_id
    ),
    logged as (
      insert into events (id, tenant_id, type, from_state, to_state, actor, attempt, entity_ids)
      select event_id, tenant_id, 'job.started', 'PENDING', 'RUNNING', ${`worker:${workerId}`}, attempt, array_agg(id order by id)
      from moved
      group by event_id, tenant_id, attempt
    )
    select
      (select '[' || string_agg(${claimedText}, ',') || ']' from moved) as jobs,
      (extract(epoch from now()) * 1000)::float8 as now_ms,
      (select json_agg(f)::text from (
        select queue_id as lane, count(*) as found, count(*) filter (where is_plain) as plain from candidates group by queue_id
      ) f) as found,
      (select json_agg(json_build_array(a.id, ${nextDue}))::text from shared a) as lanes`;
}

// Of those that are due already, too: whoever hears of it asks the lane in full.
const earliestDue = Prisma.sql`(
            select (extract(epoch from run_at - now()) * 1000)::float8
            from jobs
            where queue_id = a.id and state = 'SCHEDULED' and ${isInLine}
            order by run_at
            limit 1
          )`;

type Seen = { isOpen: boolean; nextDueInMs: number | null; found: Found | undefined; taken: number };

function answerOf({ queueId, count, isDue }: LaneAsk, { isOpen, nextDueInMs, found, taken }: Seen): LaneAnswer {
  const there = found?.found ?? 0;
  const isOverdue = nextDueInMs !== null && nextDueInMs <= 0;
  const isPlain = isOpen && !isOverdue && found?.plain === found?.found;
  return {
    queueId,
    facts: null,
    taken,
    hasReady: !isOpen || there >= count || taken < there,
    hasDue: isDue && (!isOpen || isOverdue),
    nextDueInMs: isOverdue ? null : nextDueInMs,
    isCareful: false,
    isPlain,
    isFull: false,
  };
}
