/** How a step ends whose runs have ended: what they leave to expressions, and what its error says. */
import type { RunState } from '#domain/machines.ts';
import type { Fault } from '#domain/run/branches.ts';
import { type LoopCounts, moveForeach } from '#domain/run/loop/loop-counts.ts';
import type { StepEnd } from '#domain/step/decision.ts';
import { publicId } from '#domain/value/ids.ts';
import type { Json } from '#domain/value/json.ts';
import { sayCount } from '#domain/value/say-count.ts';
import type { ItemFailure } from '#domain/workflow/steps/read-loop.ts';

/** A run that a step started, when it is over. */
export type EndedChild = {
  id: string;
  workflow: string;
  state: Extract<RunState, 'SUCCEEDED' | 'FAILED' | 'CANCELLED'>;
  failedStep: string | null;
  reason: string | null;
};

/** The end of a step that fails by itself. */
export function failedEnd(type: string, message: string): StepEnd {
  return { state: 'FAILED', result: null, error: { type, message, retryable: false } };
}

/** The end of a step with one run. `variables` are those of the run at its end; null where they are too large to be handed on. */
export function endOfChild(child: EndedChild, variables: Json): StepEnd {
  const { state } = child;
  if (state === 'FAILED') return failedEnd('CHILD_FAILED', sayFailed(child));
  if (state === 'CANCELLED') {
    const message = `${nameOf(child)} was cancelled${child.reason === null ? '' : `: ${child.reason}`}`;
    return { state: 'CANCELLED', result: null, error: { type: 'CHILD_CANCELLED', message, retryable: false } };
  }
  return { state: 'SUCCEEDED', result: variables, error: null };
}

function sayFailed(child: EndedChild): string {
  if (child.failedStep !== null) return `${nameOf(child)} failed in step ${child.failedStep}`;
  return `${nameOf(child)} failed${child.reason === null ? '' : `: ${child.reason}`}`;
}

function nameOf({ id, workflow }: EndedChild): string {
  return `${publicId('run', id)} of ${workflow}`;
}

/** The end of a step for the items of a list. */
export function endOfItems(fault: Fault | null, result: Json): StepEnd {
  return fault === null ? { state: 'SUCCEEDED', result, error: null } : failedEnd(fault.code, fault.message);
}

type Items = {
  total: number;
  counts: LoopCounts;
  fault: Fault | null;
  maxOpen: number;
  onItemFailure: ItemFailure;
  /** One of those that failed, in a sentence. */
  failure: string | null;
};

/** What follows for the runs of the items of a list: more of them, nothing yet, or the end of the step. */
export function moveItems({ failure, ...items }: Items): ReturnType<typeof moveForeach> {
  const next = moveForeach(items);
  if (next.kind !== 'ended' || next.fault?.code !== 'ITEMS_FAILED' || failure === null) return next;
  return { ...next, fault: { ...next.fault, message: `${next.fault.message}; ${failure}` } };
}

/** One failed run of several, in a sentence. */
export function sayOneFailed(child: EndedChild, failed: number): string {
  return failed === 1 ? sayFailed(child) : `of ${sayCount(failed, 'run')}, ${sayFailed(child)}`;
}

/** The end of a step that has taken longer than it may. */
export function endOfTimeout(): StepEnd {
  return failedEnd('TIMEOUT', 'it took longer than its timeout');
}
