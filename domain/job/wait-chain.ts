/** The whole answer to why a job waits: every gate with who holds it, since when, how long it may take and the way out. */

import { sayCount } from '#domain/value/say-count.ts';
import { type EndedLately, type Estimate, estimateByRate, estimateStart } from './start-estimate.ts';
import { gateWords, type WaitCode, type WayOut } from './wait-codes.ts';
import { firstShut, type Gate, type GateFacts, type GateState, gatesOf } from './wait-gates.ts';

/** What a gate is held by: the first of them by name, and how many others there are. */
export type Holder = { kind: 'JOB' | 'RUN' | 'QUEUE' | 'TENANT'; id: string; name: string; others: number };
/** `sinceMs` is since when it holds. */
export type Held = { holder: Holder; sinceMs: number | null };

/** `ahead` jobs stand before it; more than that when it is not exact. */
export type Place = { ahead: number; isExact: boolean };

export type ChainGate = {
  code: WaitCode;
  name: string;
  state: GateState;
  sentence: string;
  sinceMs: number | null;
  holder: Holder | null;
  place: Place | null;
  estimate: Estimate | null;
  wayOut: WayOut | null;
  /** The mutex, pool or cap of its own that it is; null for what is none. */
  gateId: string | null;
};

/** What is known beside the gates themselves. */
export type ChainFacts = GateFacts & {
  createdAtMs: number;
  dueAtMs: number;
  /** Where it stands among the due jobs of its queue. */
  place: Place;
  /** Whether a live worker that serves its queue has a free slot. How many are taken is other tenants' business, too. */
  hasFreeSlot: boolean;
  /** When one that serves its queue was last heard of. */
  lastHeardMs: number | null;
  share: {
    weight: number;
    /** Of the tenant's queues of the same priority with waiting jobs, its own among them. */
    weights: number;
    /** How many of the tenant's queues of higher priority have waiting jobs, and the first of them. */
    higher: number;
    first: string | null;
  };
  /** What holds caps and what was paused; what a job needs under the id of its gate. */
  held: ReadonlyMap<string, Held>;
  lately: EndedLately;
};

/** `code` and `sentence` are of the first shut gate; when all are open, the job starts with the next claim. */
export type WaitChain = { code: WaitCode; sentence: string; estimate: Estimate | null; gates: ChainGate[] };

/** The chain of a job that is neither running nor settled. */
export function waitChain(job: ChainFacts, nowMs: number): WaitChain {
  const known = gatesOf(job, nowMs);
  const gates = [...known, ...lineGates(job, firstShut(known))];
  const shut = firstShut(gates);
  const told = gates.map((gate): ChainGate => {
    const isShut = gate.state === 'FAIL';
    const { name, wayOut } = gateWords[gate.code];
    const held = job.held.get(gate.needed?.id ?? gate.code);
    return {
      code: gate.code,
      name: gate.needed === undefined ? name : `${name} ${gate.needed.key}`,
      state: gate.state,
      sentence: gate.sentence,
      sinceMs: isShut ? (held?.sinceMs ?? gate.rate?.sinceMs ?? sinceOf(gate.code, job)) : null,
      holder: isShut ? (held?.holder ?? null) : null,
      place: gate.code === 'CLAIMABLE' && gate.state !== 'UNKNOWN' ? job.place : null,
      estimate: gate === shut ? estimateOf(gate, job, nowMs) : null,
      wayOut: gate.state === 'PASS' ? null : wayOut,
      gateId: gate.needed?.id ?? null,
    };
  });
  const first = shut === undefined ? undefined : told[gates.indexOf(shut)];
  return {
    code: first?.code ?? 'CLAIMABLE',
    sentence: first?.sentence ?? 'it is next in line and starts with the next claim',
    estimate: first?.estimate ?? null,
    gates: told,
  };
}

/** What is worth telling of a job to which the way is open: slots, its share of them, and its place. */
function lineGates(job: ChainFacts, shut: Gate | undefined): Gate[] {
  return [slotGate(job), shareGate(job), placeGate(job, shut)];
}

function slotGate({ hasFreeSlot, queue }: ChainFacts): Gate {
  const code = 'NO_SLOT';
  if (!queue.isServed) return { code, state: 'UNKNOWN', sentence: 'without a worker there are no slots' };
  if (!hasFreeSlot) return { code, state: 'FAIL', sentence: 'every slot of the workers that serve its queue is taken' };
  return { code, state: 'PASS', sentence: 'a worker that serves its queue has a free slot' };
}

// Slots are divided when they come free, so what goes before it is told as a rule and not as a verdict.
function shareGate({ share: { weight, weights, higher, first } }: ChainFacts): Gate {
  const code = 'SHARE';
  if (higher > 0) {
    const others = higher === 1 ? '' : ` and ${sayCount(higher - 1, 'other queue')}`;
    const sentence = `jobs wait in queues of higher priority, which go first: "${first ?? ''}"${others}`;
    return { code, state: 'UNKNOWN', sentence };
  }
  if (weights <= weight) return { code, state: 'PASS', sentence: 'no queue of its tenant with its priority competes' };
  return {
    code,
    state: 'PASS',
    sentence: `its queue has ${weight} of the ${weights} shares of its tenant's queues that wait with its priority`,
  };
}

function placeGate({ place }: ChainFacts, shut: Gate | undefined): Gate {
  const code = 'CLAIMABLE';
  if (shut?.needed?.isParked === true)
    return { code, state: 'UNKNOWN', sentence: 'it is out of line until that gate lets it through' };
  if (shut?.code === 'NOT_DUE' || shut?.code === 'RETRY_BACKOFF')
    return { code, state: 'UNKNOWN', sentence: 'it stands in line from when it is due' };
  if (place.ahead === 0) return { code, state: 'PASS', sentence: 'it is the first in the line of its queue' };
  const count = `${place.ahead.toLocaleString('en')}${place.isExact ? '' : '+'}`;
  const verb = place.ahead === 1 ? 'job stands' : 'jobs stand';
  return { code, state: 'FAIL', sentence: `${count} ${verb} before it in the line of its queue` };
}

function sinceOf(code: WaitCode, job: ChainFacts): number | null {
  switch (code) {
    case 'NOT_DUE':
      return job.createdAtMs;
    case 'NO_WORKER':
      return job.lastHeardMs;
    case 'CRASH_SUSPECT':
    case 'NO_SLOT':
    case 'CLAIMABLE':
      return job.dueAtMs;
    default:
      return null;
  }
}

// What a person shut opens when a person opens it: of that there is nothing to reckon.
function estimateOf({ code, sentence, rate }: Gate, job: ChainFacts, nowMs: number): Estimate | null {
  switch (code) {
    case 'QUEUE_RATE':
    case 'TENANT_RATE':
      return rate === undefined || !job.place.isExact ? null : estimateByRate(rate, job.place.ahead, nowMs);
    case 'NOT_DUE':
    case 'RETRY_BACKOFF':
      return job.runAtMs === null ? null : { fromMs: job.runAtMs, toMs: job.runAtMs, basis: sentence };
    case 'QUEUE_LIMIT':
    case 'TENANT_LIMIT':
    case 'NO_SLOT':
    case 'CLAIMABLE':
      return (job.place.isExact && estimateStart(job.lately, job.place.ahead, nowMs)) || null;
    default:
      return null;
  }
}
