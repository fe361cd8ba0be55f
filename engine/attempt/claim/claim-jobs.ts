/** Claims jobs for a worker: queues with a cap first, under the claim lock, then all others in one statement. */

import { isSuspect } from '#domain/job/crash-rule.ts';
import { lockLimitedClaims } from '#engine/queue/lock-claims.ts';
import type { Database, Statements } from '#engine/store/database.ts';
import { dutyTransaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type ClaimRequest, claimJobsStatement } from './claim-statement.ts';
import { type ClaimedJob, readClaimed } from './claimed-job.ts';

export type Claim = {
  jobs: ClaimedJob[];
  /** True when capped queues have waiting jobs: the next claim should look at them first. */
  limitedWaiting: boolean;
  /** True when more was claimable than was taken. */
  hasMore: boolean;
  /** True when something was left because its row or its run was in other hands: try again in a moment. */
  leftBusy: boolean;
  /** Milliseconds until the next delayed job is due; null when there is none. */
  nextDueInMs: number | null;
};

export type ClaimMode = {
  /** Capped queues had waiting jobs at the last claim. */
  limitedFirst: boolean;
  /** The last claim left work behind: several workers probably reach for the same rows, so they take turns. */
  isBacklogged: boolean;
};

type Row = {
  jobs: string | null;
  candidates: number;
  locked: number;
  moved: number;
  limited_waiting: boolean;
  next_due_in_ms: number | null;
  now_ms: number;
};

/** Claims up to `slots` jobs. Limits hold at every instant: capped queues are counted and claimed under one lock. */
export async function claimJobs(database: Database, request: ClaimRequest & ClaimMode): Promise<Claim> {
  const limited = request.limitedFirst ? await claimLimitedJobs(database, request) : emptyClaim;
  const slots = request.slots - limited.jobs.length;
  if (slots <= 0) return limited;
  // One suspect at a time, whichever kind of queue it came from.
  const mayTakeSuspect = request.mayTakeSuspect && !limited.jobs.some(isSuspect);
  const rest = { ...request, slots, mayTakeSuspect };
  const free = request.isBacklogged ? await claimInTurn(database, rest) : await runClaim(database.client, rest, false);
  return {
    jobs: limited.jobs.length === 0 ? free.jobs : [...limited.jobs, ...free.jobs],
    limitedWaiting: free.limitedWaiting,
    hasMore: limited.hasMore || free.hasMore,
    leftBusy: limited.leftBusy || free.leftBusy,
    nextDueInMs: free.nextDueInMs,
  };
}

const emptyClaim: Claim = { jobs: [], limitedWaiting: false, hasMore: false, leftBusy: false, nextDueInMs: null };

// Two claims at once would go over the same candidates, and each row that the other one took first costs a re-check.
// A short turn is cheaper; a claim that finds the database idle does without.
async function claimInTurn(database: Database, request: ClaimRequest): Promise<Claim> {
  return await dutyTransaction(database, async (client) => {
    await client.$queryRaw(
      Prisma.sql`/* take_claim_turn */ select pg_advisory_xact_lock(hashtext('taskflow.claim.turn')) is null as held`,
    );
    return await runClaim(client, request, false);
  });
}

// Two statements on purpose: the second one's snapshot is taken when the lock is held, so that its counts are true.
async function claimLimitedJobs(database: Database, request: ClaimRequest): Promise<Claim> {
  return await dutyTransaction(database, async (client) => {
    await lockLimitedClaims(client);
    return await runClaim(client, request, true);
  });
}

async function runClaim(client: Statements, request: ClaimRequest, limited: boolean): Promise<Claim> {
  const [row] = await client.$queryRaw<Row[]>(claimJobsStatement(request, limited));
  if (row === undefined) return emptyClaim;
  return {
    jobs: row.jobs === null ? [] : readClaimed(row.jobs, { workerId: request.workerId, claimedAtMs: row.now_ms }),
    limitedWaiting: row.limited_waiting,
    hasMore: row.moved > 0 && row.candidates > row.moved,
    // Capped queues may hold candidates for which there is no room: only what was locked and left counts there.
    leftBusy: row.moved < (limited ? row.locked : Math.min(row.candidates, request.slots)),
    nextDueInMs: row.next_due_in_ms,
  };
}
