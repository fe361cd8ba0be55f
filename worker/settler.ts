/** Settles outcomes in batches: whatever gathered while the last batch was under way goes with the next one. */
import { bounds } from '#domain/bounds.ts';
import { type SettledBatch, settleAttempts } from '#engine/commands/settle-attempts.ts';
import type { Database } from '#engine/database.ts';
import type { Settlement } from '#engine/statements/settle-jobs.ts';
import type { DutyLog } from './duty.ts';

export type Settler = {
  add(settlement: Settlement): void;
  /** Outcomes not yet in the database. */
  backlog(): number;
  /** Resolves when everything added so far is settled, or given up because the database stays away. */
  drained(): Promise<void>;
};

export type SettlerOptions = {
  database: Database;
  actor: () => string;
  log: DutyLog;
  onSettled: (batch: SettledBatch) => void;
};

const backoffMsMin = 20;

/** Opens the settler. A batch that meets a fault is tried again until its leases are long gone. */
export function openSettler({ database, actor, log, onSettled }: SettlerOptions): Settler {
  let waiting: Settlement[] = [];
  let underWay: Promise<void> | undefined;
  let inHand = 0;

  const settle = async (batch: Settlement[]) => {
    for (let tries = 1; ; tries += 1) {
      try {
        const settled = await settleAttempts(database, batch, actor());
        for (const jobId of settled.refused) log.warn('attempt.refused', { job: jobId });
        onSettled(settled);
        return;
      } catch (fault) {
        log.warn('settle.failed', { fault: fault instanceof Error ? fault.message : String(fault), tries, attempts: batch.length });
        // Their leases ran out meanwhile; the rescuer has them, and the fence would refuse us.
        if (tries >= bounds.settleTriesMax) return;
        await pause(Math.min(bounds.dutyBackoffMsMax, backoffMsMin * 2 ** Math.min(tries, 10)));
      }
    }
  };

  const run = async () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, bounds.settleBatchMax);
      inHand = batch.length;
      await settle(batch);
      inHand = 0;
    }
    underWay = undefined;
  };

  return {
    add: (settlement) => {
      waiting.push(settlement);
      // After the current turn of the event loop, so that handlers that end together are settled together.
      underWay ??= Promise.resolve().then(run);
    },
    backlog: () => waiting.length + inHand,
    drained: async () => {
      while (underWay !== undefined) await underWay;
    },
  };
}

function pause(waitMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, waitMs));
}
