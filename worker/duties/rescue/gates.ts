/**
 * Wakes what waits at a gate that has room: the net under everything that frees one without looking at who waits there -
 * a cancel, a run that failed, a cap that was raised. And checks once in a while that gates and jobs say the same.
 */
import { checkGates } from '#engine/gate/check-gates.ts';
import { sweepGates } from '#engine/gate/sweep-gates.ts';
import type { GateOf } from '#engine/gate/wake-gates.ts';
import type { Duty, DutyTools } from '#worker/duties/duty.ts';

// What is still wrong by then was no race, and nobody looks at it more often.
const checkMs = 60_000;

/** One runs in every worker, and they do not disturb each other. */
export function gates({ database, hints, executor, log, rhythm }: DutyTools): Duty {
  let after: GateOf | undefined;
  let checkAtMs = performance.now() + checkMs;
  let wasForgotten = new Set<string>();
  const check = async () => {
    const { overfull, leaked, bare, forgotten } = await checkGates(database);
    const stuck = forgotten.filter((id) => wasForgotten.has(id));
    wasForgotten = new Set(forgotten);
    if (overfull.length + leaked.length + bare.length + stuck.length > 0)
      log.error('gates.broken', { overfull, leaked, bare, stuck });
  };
  return {
    name: 'gates',
    everyMs: rhythm.sweepMs,
    wakesOn: ['stop'],
    run: async () => {
      const swept = await sweepGates(database, after);
      after = swept.after;
      if (swept.stuck.length > 0) log.error('gates.stuck', { gates: swept.stuck });
      for (const queueId of swept.queueIds) executor.expect(queueId, 0);
      if (swept.jobs > 0) hints.send('work');
      if (performance.now() >= checkAtMs) {
        await check();
        checkAtMs = performance.now() + checkMs;
      }
      return after === undefined ? rhythm.sweepMs : 0;
    },
  };
}
