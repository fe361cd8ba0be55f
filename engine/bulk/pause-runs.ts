/** Pauses runs, and resumes paused ones. */
import { isSettledRun, runMoves } from '#domain/machines.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import { advanceRuns } from '#engine/run/advance/advance-runs.ts';
import type { LockedRun } from '#engine/run/advance/lock-runs.ts';
import { bulkCostMax, refuseHeavy } from '#engine/run/advance/runs-of-jobs.ts';
import { switchRuns } from '#engine/run/switch-runs.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { actOnRuns, type BulkRunsInput, type BulkRunsOutcome, eachLocked } from './bulk-runs.ts';

/**
 * Pauses every RUNNING run of the filter, in one transaction: all of them or, after a fault, none. Steps that run may
 * finish; after this returns none starts.
 */
export async function pauseRuns(context: Context, input: BulkRunsInput): Promise<Outcome<BulkRunsOutcome>> {
  return await actOnRuns(context, input, {
    topics: ['news'],
    skips: ({ state }) => {
      if (runMoves[state].PAUSED !== undefined) return undefined;
      return isSettledRun(state) ? `${state}: it is over` : `already ${state}`;
    },
    change: async (tx, runs) => {
      const reason = input.reason ?? `paused by ${context.actor.name}`;
      return done(await switchRuns(tx.client, runs, { to: 'PAUSED', actor: actorName(context.actor), reason }));
    },
  });
}

/**
 * Resumes every PAUSED run of the filter, in one transaction: all of them or, after a fault, none. What became ready
 * meanwhile starts.
 */
export async function resumeRuns(context: Context, input: BulkRunsInput): Promise<Outcome<BulkRunsOutcome>> {
  return await actOnRuns(context, input, {
    topics: ['work', 'news'],
    skips: ({ state }) => {
      if (state === 'PAUSED') return undefined;
      return isSettledRun(state) ? `${state}: it is over` : `${state}, not paused`;
    },
    change: (tx, runs) => {
      const actor = actorName(context.actor);
      const reason = input.reason ?? `resumed by ${context.actor.name}`;
      // What all of them may take together, shared out among the parts.
      const resume = async (part: readonly LockedRun[]) => {
        const resumed = await switchRuns(tx.client, part, { to: 'RUNNING', actor, reason });
        const costMax = Math.ceil((bulkCostMax * part.length) / runs.length);
        const advancing = resumed.map((run) => ({ run, moves: [] }));
        await advanceRuns(tx.client, { now: tx.now, actor, runs: advancing, costMax });
      };
      return refuseHeavy(() => eachLocked(tx, runs, resume), 'narrow the filter, for example by workflow or time');
    },
  });
}
