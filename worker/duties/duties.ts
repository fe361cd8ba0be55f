/** The duties of a worker. A new one is a file beside this one and a line in this list. */

import type { Duty, DutyTools, Occasion } from './duty.ts';
import { startDuty } from './duty-loop.ts';
import { failures } from './failures.ts';
import { lateRuns } from './late-runs.ts';
import { oldLogs } from './old-logs.ts';
import { planner } from './planner.ts';
import { quotas } from './quotas.ts';
import { reconciler } from './reconciler.ts';
import { reruns } from './reruns.ts';
import { gates } from './rescue/gates.ts';
import { goneWorkers } from './rescue/gone-workers.ts';
import { idleGates } from './rescue/idle-gates.ts';
import { lostAttempts } from './rescue/lost-attempts.ts';
import { rescuer } from './rescue/rescuer.ts';
import { slaWatcher } from './sla-watcher.ts';
import { subflows } from './steps/subflows.ts';
import { waits } from './steps/waits.ts';
import { contentionWatch } from './telling/contention-watch.ts';
import { deliveries } from './telling/deliveries.ts';
import { notices } from './telling/notices.ts';
import { queueWatch } from './telling/queue-watch.ts';
import { testCalls } from './test-calls.ts';

export function dutiesOf(tools: DutyTools): Duty[] {
  return [
    planner(tools),
    rescuer(tools),
    lateRuns(tools),
    waits(tools),
    subflows(tools),
    reruns(tools),
    slaWatcher(tools),
    reconciler(tools),
    lostAttempts(tools),
    gates(tools),
    idleGates(tools),
    goneWorkers(tools),
    oldLogs(tools),
    failures(tools),
    quotas(tools),
    queueWatch(tools),
    contentionWatch(tools),
    notices(tools),
    deliveries(tools),
    testCalls(tools),
  ];
}

/** What a duty has done so far, for metrics. */
export type DutyFigures = { name: string; passes: number; faults: number; busyMs: number };

export type RunningDuties = {
  /** Wakes the duties that look at such an occasion. */
  tell(occasion: Occasion): void;
  /** Wakes all of them. */
  wake(): void;
  figures(): DutyFigures[];
  /** Lets the passes under way come to their end, then nothing more. */
  stop(): Promise<void>;
};

/** Starts the duties side by side: none waits for another, and a fault in one is no other's. */
export function startDuties(duties: readonly Duty[], log: DutyTools['log']): RunningDuties {
  const running = duties.map((duty) => ({ duty, loop: startDuty(duty, log) }));
  return {
    tell: (occasion) => {
      for (const { duty, loop } of running) if (duty.wakesOn.includes(occasion)) loop.wake();
    },
    wake: () => {
      for (const { loop } of running) loop.wake();
    },
    figures: () => running.map(({ duty, loop }) => ({ name: duty.name, ...loop.figures() })),
    stop: async () => {
      await Promise.all(running.map(({ loop }) => loop.stop()));
    },
  };
}
