/** The gates before a job, in the order in which it meets them: which are open, which are shut. */

import { type GateKind, gateReasons } from '#domain/gate/gate.ts';
import type { RunState } from '#domain/machines.ts';
import type { RateStanding } from '#domain/rate/starts.ts';
import { sayDuration } from '#domain/value/duration.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { isSuspect } from './crash-rule.ts';
import type { WaitCode } from './wait-codes.ts';

/** A mutex, a pool or a cap, and how much of it the job takes while it runs. */
export type Needed = {
  id: string;
  kind: GateKind;
  key: string;
  /** Null where nothing limits. */
  capacity: number | null;
  held: number;
  amount: number;
  /** How it stands, when it is a rate. */
  rate?: RateStanding | null;
  /** The job stands at this gate, out of the line of its queue. */
  isParked: boolean;
};

/** What is known of a waiting job and of everything it may wait for. */
export type GateFacts = {
  /** How many attempts were begun. */
  attempt: number;
  maxAttempts: number;
  /** Null for one that has no time. */
  runAtMs: number | null;
  /** How often it killed its worker. */
  crashes: number;
  queue: {
    name: string;
    paused: boolean;
    /** Absent and null where nobody kept it. */
    pausedSinceMs?: number | null;
    concurrency: number | null;
    running: number;
    rate: RateStanding | null;
    isServed: boolean;
  };
  tenant: { maxRunningJobs: number | null; running: number; rate: RateStanding | null };
  /** Null for one that is no step. */
  runState: RunState | null;
  needs: readonly Needed[];
};

/** UNKNOWN is what cannot be told before another gate is open. */
export type GateState = 'PASS' | 'FAIL' | 'UNKNOWN';
export type Gate = { code: WaitCode; state: GateState; sentence: string; needed?: Needed; rate?: RateStanding };

/** Every gate that a look at the tables tells of; those that do not exist for the job are left out. */
export function gatesOf(job: GateFacts, nowMs: number): Gate[] {
  return [
    timeGate(job, nowMs),
    ...runGates(job),
    ...capGates(job),
    ...rateGates(job),
    ...job.needs.map(neededGate),
    ...workerGates(job),
  ];
}

/** The first that is shut. */
export function firstShut<One extends { state: GateState }>(gates: readonly One[]): One | undefined {
  return gates.find(({ state }) => state === 'FAIL');
}

function timeGate({ attempt, maxAttempts, runAtMs }: GateFacts, nowMs: number): Gate {
  const code = attempt === 0 ? 'NOT_DUE' : 'RETRY_BACKOFF';
  if (runAtMs === null || runAtMs <= nowMs) return gate(code, true, 'it is due');
  const at = `${new Date(runAtMs).toISOString()}, in ${sayDuration(runAtMs - nowMs)}`;
  if (attempt === 0) return gate(code, false, `is due at ${at}`);
  return gate(code, false, `attempt ${attempt} of ${maxAttempts} failed; the next one is due at ${at}`);
}

function runGates({ runState }: GateFacts): Gate[] {
  if (runState === null) return [];
  return [
    gate('DEPENDENCY', true, 'the steps before it are done'),
    runState === 'PAUSED'
      ? gate('RUN_PAUSED', false, 'its run is paused')
      : gate('RUN_PAUSED', true, 'its run goes on'),
  ];
}

function capGates({ queue, tenant }: GateFacts): Gate[] {
  const { name, paused, concurrency, running } = queue;
  const max = tenant.maxRunningJobs;
  return [
    gate('QUEUE_PAUSED', !paused, `the queue "${name}" is ${paused ? 'paused' : 'open'}`),
    concurrency === null
      ? gate('QUEUE_LIMIT', true, `the queue "${name}" has no cap`)
      : gate(
          'QUEUE_LIMIT',
          running < concurrency,
          `the queue "${name}" runs ${running} of at most ${sayCount(concurrency, 'job')}`,
        ),
    max === null
      ? gate('TENANT_LIMIT', true, 'the tenant has no cap')
      : gate(
          'TENANT_LIMIT',
          tenant.running < max,
          `the tenant runs ${tenant.running} of at most ${sayCount(max, 'job')}`,
        ),
  ];
}

function rateGates({ queue, tenant }: GateFacts): Gate[] {
  return [
    ...rateGate('QUEUE_RATE', queue.rate, `the queue "${queue.name}"`),
    ...rateGate('TENANT_RATE', tenant.rate, 'the tenant'),
  ];
}

function rateGate(code: WaitCode, rate: RateStanding | null, who: string): Gate[] {
  if (rate === null) return [];
  return [{ ...gate(code, rate.nextInMs === null, sayRate(rate, who)), rate }];
}

function sayRate({ rate: { max, per }, used, nextInMs }: RateStanding, who: string): string {
  const next = nextInMs === null ? '' : `; the next may start in ${sayDuration(roundedUp(nextInMs))}`;
  return `${who} started ${used.toLocaleString('en')} of at most ${sayCount(max, 'job')} in the last ${per.toLowerCase()}${next}`;
}

// Nobody counts the milliseconds of a minute.
function roundedUp(ms: number): number {
  return ms < 1_000 ? ms : Math.ceil(ms / 1_000) * 1_000;
}

function neededGate(needed: Needed): Gate {
  const hasRoom = needed.capacity === null || needed.held + needed.amount <= needed.capacity;
  const sentence = hasRoom && needed.isParked ? `${sayNeeded(needed)}; its turn comes next` : sayNeeded(needed);
  const { rate } = needed;
  return { ...gate(gateReasons[needed.kind], hasRoom && !needed.isParked, sentence), needed, ...(rate && { rate }) };
}

function sayNeeded({ kind, key, capacity, held, amount, rate }: Needed): string {
  if (capacity === null) return `nothing limits "${key}"`;
  switch (kind) {
    case 'RATE':
      return rate == null ? `nothing limits "${key}"` : sayRate(rate, 'its task');
    case 'MUTEX':
      return `the mutex "${key}" is ${held > 0 ? 'held' : 'free'}`;
    case 'POOL':
      return `the pool "${key}" has ${Math.max(0, capacity - held)} of ${capacity} free, and it takes ${amount}`;
    case 'KEY':
      return `with its key "${key}" ${held} of at most ${sayCount(capacity, 'job')} run`;
    case 'TASK':
      return `its task runs ${held} of at most ${sayCount(capacity, 'job')}`;
    case 'WORKFLOW':
      return `its workflow runs ${held} of at most ${sayCount(capacity, 'job')}`;
  }
}

function workerGates(job: GateFacts): Gate[] {
  const { isServed, name } = job.queue;
  const served = isServed
    ? gate('NO_WORKER', true, `a live worker serves the queue "${name}"`)
    : gate('NO_WORKER', false, `no live worker serves the queue "${name}"`);
  if (!isSuspect(job)) return [served];
  const crashes = sayCount(job.crashes, 'worker');
  return [
    served,
    gate('CRASH_SUSPECT', false, `it was running when ${crashes} died, so it waits until a worker can run it alone`),
  ];
}

function gate(code: WaitCode, isOpen: boolean, sentence: string): Gate {
  return { code, state: isOpen ? 'PASS' : 'FAIL', sentence };
}
