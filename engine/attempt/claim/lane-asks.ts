/** What a worker asks of the lanes that it knows to have work, and what it learns of them by the answer. */
import type { LaneShape } from '#domain/lane/fair-share.ts';
import { assert } from '#domain/unreachable.ts';
import type { Json } from '#domain/value/json.ts';
import type { ClaimedJob } from './claimed-job.ts';

/** So many jobs of a queue, at most. */
export type LaneAsk = {
  queueId: string;
  count: number;
  /** Whether jobs may wait in its line. */
  isReady: boolean;
  /** Whether jobs of a later instant may be due in it. */
  isDue: boolean;
  /** False when the shape of the lane is not known yet. */
  isKnown: boolean;
  /** True when all that was seen in it lately were jobs that stand alone and hold nothing, of a queue without limits. */
  isPlain: boolean;
};

export type LaneAnswer = {
  queueId: string;
  /** Told when the lane was unknown, and whenever nothing may be taken of it. */
  facts: LaneFacts | null;
  taken: number;
  /** True when more may be there than was asked for, or something was left because it was in other hands. */
  hasReady: boolean;
  hasDue: boolean;
  /** Milliseconds until its next job of a later instant; null when there is none or nobody asked. */
  nextDueInMs: number | null;
  /** True when its jobs must be counted, or hold something while they run. */
  isCareful: boolean;
  /** True when only jobs were seen that stand alone and hold nothing. */
  isPlain: boolean;
  /** True when jobs are left for which a limit has no room. */
  isFull: boolean;
  /** Milliseconds until a rate lets the next one start; null or absent when none holds it up. */
  roomInMs?: number | null;
};

/** What a claim of some lanes brought. */
export type LaneClaimed = {
  jobs: ClaimedJob[];
  lanes: LaneAnswer[];
  /** True when something was left because its row, its run or its tenant was in other hands: try again in a moment. */
  leftBusy: boolean;
};

export type FreeClaimed = LaneClaimed & {
  /** Whether jobs wait that have killed workers, which are claimed alone; undefined when nobody was curious. */
  hasSuspects: boolean | undefined;
};

export type LaneFacts = {
  shape: LaneShape;
  /** False when it is paused or not served by this worker. */
  isOpen: boolean;
  isLimited: boolean;
};

/** Reads the facts as the statements of claims tell them; null when there is no such queue. */
export function readFacts(told: Json): LaneFacts | null {
  if (!Array.isArray(told)) return null;
  const [tenantId, tenantWeight, priority, weight, isOpen, isLimited] = told;
  assert(typeof tenantId === 'string', 'a queue belongs to a tenant');
  const shape = { tenantId, tenantWeight: Number(tenantWeight), priority: Number(priority), weight: Number(weight) };
  return { shape, isOpen: isOpen === true, isLimited: isLimited === true };
}
