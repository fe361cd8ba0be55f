/** Removes the rows of mutexes and keys that nobody uses, and counts of minutes that are over. */
import { pruneGates } from '#engine/gate/prune-gates.ts';
import type { GateOf } from '#engine/gate/wake-gates.ts';
import type { Duty, DutyTools } from '#worker/duties/duty.ts';

// They are small, and a day old at least: an hour more is nothing.
const lookMs = 3_600_000;
// Between two pages of a round: there may be a million, and nobody waits for it.
const pageMs = 1_000;

/** One runs in every worker, and they do not disturb each other. */
export function idleGates({ database, log }: Pick<DutyTools, 'database' | 'log'>): Duty {
  let after: GateOf | undefined;
  return {
    name: 'idle-gates',
    everyMs: lookMs,
    wakesOn: [],
    run: async () => {
      const pruned = await pruneGates(database, after);
      after = pruned.after;
      if (pruned.stuck.length > 0) log.error('gates.kept', { gates: pruned.stuck });
      return after === undefined ? lookMs : pageMs;
    },
  };
}
