/** Claims jobs of the lanes that a worker asks for: those that need no care in one statement, the others under locks. */
import type { Json } from '#domain/value/json.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { claimJobsStatement, type LaneClaim } from './claim-statement.ts';
import { type ClaimedJob, readClaimed } from './claimed-job.ts';
import { type LaneAnswer, type LaneAsk, readFacts } from './lane-asks.ts';

/** What a claim of some lanes brought. */
export type LaneClaimed = {
  jobs: ClaimedJob[];
  lanes: LaneAnswer[];
  /** True when something was left because its row, its run or its tenant was in other hands: try again in a moment. */
  leftBusy: boolean;
};

export type FreeClaimed = LaneClaimed & {
  /** True when jobs wait that have killed workers: they are claimed alone. */
  hasSuspects: boolean;
};

type Row = { jobs: string | null; now_ms: number; locked: number; has_suspects: boolean; lanes: string | null };
type LaneRow = [
  queueId: string,
  isShared: boolean,
  ready: number | null,
  due: number | null,
  gated: number | null,
  nextDueInMs: number | null,
  facts: Json,
];

/**
 * Claims from lanes that need no care. `inTurn` when several workers have a backlog and would reach for the same rows:
 * each row that the other took first costs a look, and a short turn is cheaper.
 */
export async function claimJobs(
  database: Database,
  { inTurn, ...claim }: LaneClaim & { inTurn: boolean },
): Promise<FreeClaimed> {
  if (!inTurn) return await run(database.client, claim);
  return await dutyTransaction(database, async (client) => {
    await client.$queryRaw(
      Prisma.sql`/* take_claim_turn */ select pg_advisory_xact_lock(hashtext('taskflow.claim.turn')) is null as held`,
    );
    return await run(client, claim);
  });
}

async function run(client: Statements, claim: LaneClaim): Promise<FreeClaimed> {
  const [row] = await client.$queryRaw<Row[]>(claimJobsStatement(claim));
  if (row === undefined) throw new Error('claim_jobs answered nothing');
  const { workerId } = claim;
  const jobs = row.jobs === null ? [] : readClaimed(row.jobs, { workerId, claimedAtMs: row.now_ms });
  const taken = Map.groupBy(jobs, ({ queueId }) => queueId);
  const asks = new Map(claim.asks.map((ask) => [ask.queueId, ask]));
  const told: LaneRow[] = JSON.parse(row.lanes ?? '[]');
  const lanes = told.map((lane) => readAnswer(lane, { ask: asks.get(lane[0]), slots: claim.slots, taken }));
  const found = told.reduce((sum, [, , ready, due, gated]) => sum + (ready ?? 0) + (due ?? 0) - (gated ?? 0), 0);
  return { jobs, lanes, leftBusy: jobs.length < Math.min(found, claim.slots), hasSuspects: row.has_suspects };
}

type Reading = { ask: LaneAsk | undefined; slots: number; taken: ReadonlyMap<string, readonly ClaimedJob[]> };

function readAnswer(lane: LaneRow, { ask, slots, taken }: Reading): LaneAnswer {
  const [queueId, isShared, ready, due, gated, nextDueInMs, told] = lane;
  const facts = readFacts(told);
  const count = taken.get(queueId)?.length ?? 0;
  const found = (ready ?? 0) + (due ?? 0);
  // A queue that is changed this moment is asked again; one that may not be claimed from says so in its facts.
  const isLeft = !isShared && facts?.isOpen === true;
  const hasMore = isLeft || found >= (ask?.count ?? slots) || count < found;
  return {
    queueId,
    facts,
    taken: count,
    hasReady: hasMore && (ask?.isReady ?? true),
    hasDue: hasMore && (ask?.isDue ?? true),
    nextDueInMs,
    isCareful: facts?.isLimited === true || (gated ?? 0) > 0,
    isFull: false,
  };
}
