/** The whole answer to why jobs wait, for several at once. */

import { type Held, type WaitChain, waitChain } from '#domain/job/wait-chain.ts';
import type { GateFacts } from '#domain/job/wait-gates.ts';
import { publicId } from '#domain/value/ids.ts';
import type { JobRow } from '#engine/job/job-rows.ts';
import { loadQueueActivity } from '#engine/queue/load-queue-activity.ts';
import type { Context } from '#engine/store/context.ts';
import { transaction } from '#engine/store/transaction.ts';
import { type Holders, readHolders, readPauses } from './read-holders.ts';
import { readCompetition, readPlaces } from './read-lines.ts';
import { isWaiting, readWaitFacts } from './wait-facts.ts';

/** The chains by job id; null for a job that runs or has settled. */
export async function loadWaitChains(
  context: Context,
  jobs: readonly JobRow[],
): Promise<Map<string, WaitChain | null>> {
  const chains = new Map<string, WaitChain | null>(jobs.map((job) => [job.id, null]));
  const waiting = jobs.filter(isWaiting);
  if (waiting.length === 0) return chains;
  const queueIds = [...new Set(waiting.map((job) => job.queueId))];
  const activity = await loadQueueActivity(context, queueIds);
  await transaction(context.database, context.tenantId, async (tx) => {
    const factsOf = await readWaitFacts(tx, waiting);
    const places = await readPlaces(
      tx,
      waiting.map(({ id }) => id),
    );
    const competition = await readCompetition(tx, queueIds);
    const gateIds = [...new Set(waiting.flatMap((job) => factsOf(job).needs.map(({ id }) => id)))];
    const holders = await readHolders(tx, waiting, gateIds);
    const pauses = await readPauses(tx, waiting);
    for (const job of waiting) {
      const facts = factsOf(job);
      const beside = competition.get(job.queueId);
      const chain = waitChain(
        {
          ...facts,
          // What may start at once keeps the time that it had.
          runAtMs: job.state === 'SCHEDULED' ? facts.runAtMs : null,
          createdAtMs: job.createdAt.getTime(),
          dueAtMs: job.dueAt.getTime(),
          place: places.get(job.id) ?? { ahead: 0, isExact: false },
          hasFreeSlot: beside?.hasFreeSlot ?? false,
          lastHeardMs: beside?.lastHeard?.getTime() ?? null,
          share: beside?.share ?? { weight: 1, weights: 1, higher: 0, first: null },
          held: heldBefore(job, { queue: facts.queue, tenantId: tx.tenantId, holders, pauses }),
          lately: activity.get(job.queueId) ?? { parts: [], isExact: true },
        },
        tx.now.getTime(),
      );
      chains.set(job.id, chain);
    }
  });
  return chains;
}

type Known = { queue: GateFacts['queue']; tenantId: string; holders: Holders; pauses: Holders };

/** What holds the gates of one job: the shared ones under their codes, those of its needs under their ids. */
function heldBefore(job: JobRow, { queue, tenantId, holders, pauses }: Known): Map<string, Held> {
  const held = new Map(holders);
  const queueItself: Held = {
    holder: { kind: 'QUEUE', id: publicId('queue', job.queueId), name: queue.name, others: 0 },
    sinceMs: null,
  };
  held.set('QUEUE_PAUSED', { ...queueItself, sinceMs: queue.pausedSinceMs ?? null });
  // A cap of nothing is held by nobody but itself.
  held.set('QUEUE_LIMIT', holders.get(job.queueId) ?? queueItself);
  const ofTenant = holders.get(tenantId);
  if (ofTenant !== undefined) held.set('TENANT_LIMIT', ofTenant);
  const pause = pauses.get(job.runId ?? '');
  if (pause !== undefined) held.set('RUN_PAUSED', pause);
  return held;
}
