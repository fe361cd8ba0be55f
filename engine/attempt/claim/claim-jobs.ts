/** Claims jobs of the lanes that a worker asks for: those that need no care in one statement, the others under locks. */
import type { Json } from '#domain/value/json.ts';
import type { Database } from '#engine/store/database.ts';
import { afterRaces } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { claimPlainJobsStatement, isPlainClaim, readPlainClaim } from './claim-plain-jobs.ts';
import { claimJobsStatement, type LaneClaim } from './claim-statement.ts';
import { type ClaimedJob, readClaimed } from './claimed-job.ts';
import { type FreeClaimed, type LaneAnswer, type LaneAsk, type LaneFacts, readFacts } from './lane-asks.ts';

type Row = {
  jobs: string | null;
  now_ms: number;
  has_suspects: boolean | null;
  found: string | null;
  facts: string | null;
  due: string | null;
};
type Found = { lane: string; found: number; gated: number; steps: number };

/**
 * Claims from lanes that need no care. `inTurn` when several workers have a backlog and would reach for the same rows:
 * each row that the other took first costs a look, and a short turn is cheaper.
 */
export async function claimJobs(
  database: Database,
  { inTurn, ...claim }: LaneClaim & { inTurn: boolean },
): Promise<FreeClaimed> {
  const ask = inTurn ? askInTurn : askAtOnce;
  if (isPlainClaim(claim)) return readPlainClaim(claim, await ask(database, claimPlainJobsStatement(claim)));
  return readClaim(claim, await ask(database, claimJobsStatement(claim)));
}

async function askAtOnce<Row>(database: Database, statement: Prisma.Sql): Promise<Row> {
  return onlyRow(await database.direct.$queryRaw<Row[]>(statement));
}

// Two statements in one packet: the second one looks when the turn has come.
async function askInTurn<Row>(database: Database, statement: Prisma.Sql): Promise<Row> {
  const turn = Prisma.sql`/* take_claim_turn */ select pg_advisory_xact_lock(hashtext('taskflow.claim.turn')) is null as held`;
  const [, answer] = await afterRaces(() => database.together([turn, statement]));
  return onlyRow((answer?.rows ?? []) as readonly Row[]);
}

function onlyRow<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('a claim answered nothing');
  return row;
}

function readClaim(claim: LaneClaim, row: Row): FreeClaimed {
  const { workerId } = claim;
  const jobs = row.jobs === null ? [] : readClaimed(row.jobs, { workerId, claimedAtMs: row.now_ms });
  const found: Found[] = JSON.parse(row.found ?? '[]');
  const openable = found.reduce((sum, lane) => sum + lane.found - lane.gated, 0);
  return {
    jobs,
    lanes: answersOf(claim, { row, jobs, found }),
    leftBusy: jobs.length < Math.min(openable, claim.slots),
    hasSuspects: row.has_suspects ?? undefined,
  };
}

type Answered = { row: Row; jobs: readonly ClaimedJob[]; found: readonly Found[] };

// What the statement tells of its lanes is put together here: PostgreSQL would join the lists by loops.
function answersOf({ asks, slots }: LaneClaim, { row, jobs, found }: Answered): LaneAnswer[] {
  const counts = new Map(found.map((one) => [one.lane, one]));
  const facts = new Map<string, Json>(JSON.parse(row.facts ?? '[]'));
  const due = new Map<string, number | null>(JSON.parse(row.due ?? '[]'));
  const taken = new Map<string, number>();
  for (const { queueId } of jobs) taken.set(queueId, (taken.get(queueId) ?? 0) + 1);
  const asked = new Map(asks.map((ask) => [ask.queueId, ask]));
  // Beside those that were asked for, a curious claim tells of lanes that it found.
  return [...new Set([...asked.keys(), ...facts.keys()])].map((queueId) =>
    readAnswer({
      queueId,
      ask: asked.get(queueId) ?? { count: slots, isReady: true, isDue: true, isKnown: false, isPlain: false },
      facts: facts.has(queueId) ? readFacts(facts.get(queueId) ?? null) : undefined,
      found: counts.get(queueId),
      taken: taken.get(queueId) ?? 0,
      nextDueInMs: due.get(queueId) ?? null,
    }),
  );
}

type Reading = {
  queueId: string;
  ask: Omit<LaneAsk, 'queueId'>;
  /** Null when there is no such queue, undefined when nothing was told. */
  facts: LaneFacts | null | undefined;
  found: Found | undefined;
  taken: number;
  nextDueInMs: number | null;
};

function readAnswer({ queueId, ask, facts, found, taken, nextDueInMs }: Reading): LaneAnswer {
  const there = found?.found ?? 0;
  // A queue that is changed this moment is asked again; one that may not be claimed from says so in its facts.
  const isLeft = ask.isKnown && facts?.isOpen === true;
  const isPlain = facts === undefined || (facts?.isOpen === true && !facts.isLimited);
  const hasMore = isLeft || there >= ask.count || taken < there || (facts?.isLimited === true && facts.isOpen);
  return {
    queueId,
    facts: facts ?? null,
    taken,
    hasReady: hasMore && ask.isReady,
    hasDue: hasMore && ask.isDue,
    nextDueInMs,
    isCareful: facts?.isLimited === true || (found?.gated ?? 0) > 0,
    isPlain: isPlain && (found?.gated ?? 0) + (found?.steps ?? 0) === 0,
    isFull: false,
  };
}
