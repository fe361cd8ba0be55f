/** What follows for a foreach step when items of it have settled: told by counts alone, so it costs the same for ten items and ten thousand. */

import type { Fault } from '#domain/run/branches.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { ItemFailure } from '#domain/workflow/steps/read-loop.ts';

/** Of the jobs that a loop has started; what is neither succeeded nor failed is at work. */
export type LoopCounts = { started: number; succeeded: number; failed: number };

export type ForeachMove = { kind: 'start'; count: number } | { kind: 'wait' } | { kind: 'ended'; fault: Fault | null };

/** Items at work. */
export function openOf({ started, succeeded, failed }: LoopCounts): number {
  return started - succeeded - failed;
}

/**
 * The next move of a foreach step. It ends when nothing of it is at work and nothing more will start; the order in which
 * its items settle changes nothing of how it ends.
 */
export function moveForeach(loop: {
  total: number;
  counts: LoopCounts;
  /** Why it starts no more items, if something is wrong with the next one. */
  fault: Fault | null;
  maxOpen: number;
  onItemFailure: ItemFailure;
}): ForeachMove {
  const { total, counts, maxOpen, onItemFailure } = loop;
  const tolerated = toleratedOf(onItemFailure, total);
  const fault = counts.failed > tolerated ? tooManyFailed(counts.failed, total, tolerated) : loop.fault;
  const open = openOf(counts);
  const left = total - counts.started;
  if (fault === null && left > 0) {
    const room = maxOpen - open;
    return room > 0 ? { kind: 'start', count: Math.min(room, left) } : { kind: 'wait' };
  }
  return open > 0 ? { kind: 'wait' } : { kind: 'ended', fault };
}

/** How many items may fail before the step does. */
export function toleratedOf(policy: ItemFailure, total: number): number {
  if (policy === 'fail') return 0;
  if (policy === 'continue') return total;
  return 'threshold' in policy ? policy.threshold : Math.floor((total * policy.thresholdPercent) / 100);
}

function tooManyFailed(failed: number, total: number, tolerated: number): Fault {
  const allowed = tolerated === 0 ? 'none' : `at most ${tolerated.toLocaleString('en')}`;
  return {
    code: 'ITEMS_FAILED',
    message: `${failed.toLocaleString('en')} of ${sayCount(total, 'item')} failed, ${allowed} may`,
  };
}
