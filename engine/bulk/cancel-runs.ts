/** Cancels runs: what is open in them ends CANCELLED, what has not started is skipped, workers are told to stop. */

import { runBounds } from '#domain/bounds/run.ts';
import { runMoves } from '#domain/machines.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { closeRuns } from '#engine/run/advance/close-runs.ts';
import { actorName, type Context } from '#engine/store/context.ts';
import { uuidArray } from '#engine/store/sql/sql-arrays.ts';
import type { Transaction } from '#engine/store/transaction.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { actOnRuns, type BulkRunsInput, type BulkRunsOutcome, eachLocked } from './bulk-runs.ts';

/**
 * Cancels every run of the filter that is not over, in one transaction: all of them or, after a fault, none. After this
 * returns, no step of them starts but those that they end with.
 */
export async function cancelRuns(context: Context, input: BulkRunsInput): Promise<Outcome<BulkRunsOutcome>> {
  return await actOnRuns(context, input, {
    topics: ['stop', 'work', 'news'],
    skips: ({ state, isEnding }) => {
      if (runMoves[state].CANCELLED === undefined) return `already ${state}`;
      return isEnding ? 'ending already' : undefined;
    },
    refuses: refuseManySteps,
    change: async (tx, runs) => {
      const ending = {
        to: 'CANCELLED',
        now: tx.now,
        actor: actorName(context.actor),
        reasonCode: 'RUN_CANCELLED',
        reason: input.reason ?? `cancelled by ${context.actor.name}`,
      } as const;
      await eachLocked(tx, runs, (part) => closeRuns(tx.client, part, ending));
      return done(undefined);
    },
  });
}

async function refuseManySteps(tx: Transaction, runIds: readonly string[]): Promise<Outcome<unknown>> {
  const max = runBounds.bulkStepsMax;
  const [row] = await tx.client.$queryRaw<{ steps: number }[]>(Prisma.sql`/* count_open_steps */
    select count(*)::int as steps
    from (
      select
      from unnest(${uuidArray(runIds)}::text::uuid[]) as w (id)
      join jobs j on j.tenant_id = ${tx.tenantId}::uuid and j.run_id = w.id
      where j.finished_at is null
      limit ${max + 1}
    ) open`);
  if ((row?.steps ?? 0) <= max) return done(undefined);
  const message = `more than ${sayCount(max, 'step')} of these runs are open: narrow the filter, for example by workflow or time`;
  return refuse('TOO_LARGE', message, ['filter']);
}
