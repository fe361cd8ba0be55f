/** What the bytes of a run say at a glance, and how all of them that wait are ended at once. */
import { isFinal } from './branches.ts';
import { stepCodes } from './step-codes.ts';

export type SkipCode = 'CONDITION_FALSE' | 'BRANCH_NOT_TAKEN' | 'RUN_FAILED' | 'RUN_CANCELLED' | 'SKIPPED_BY_HAND';
export type SkippedStep = { step: number; reason: { code: SkipCode; message: string } };

/** What people changed of a run that is open: steps that are skipped, with the sentence, and steps that are new. */
export type ByHand = { skipped: readonly { step: number; message: string }[]; added: readonly number[] };

/** How many steps of a run have settled, of how many. The first number never falls: a step that settled stays so. */
export function settledOf(progress: Uint8Array): { settled: number; total: number } {
  return { settled: progress.reduce((count, code) => (isFinal(code) ? count + 1 : count), 0), total: progress.length };
}

/** Ends a run from outside: what has not started never will, but for the steps spared. Open steps are left to settle. */
export function skipWaiting(
  progress: Uint8Array,
  reason: SkippedStep['reason'],
  spared?: Uint8Array,
): { progress: Uint8Array; skipped: SkippedStep[] } {
  const codes = progress.slice();
  return { progress: codes, skipped: sweep(codes, reason, spared === undefined ? [] : [spared]) };
}

/** One bit for each code but WAITING and SUCCEEDED that some step has. */
export function presentIn(codes: Uint8Array): number {
  if (isUneventful(codes)) return codes.includes(stepCodes.OPEN) ? 1 << stepCodes.OPEN : 0;
  let present = 0;
  for (const code of codes) present |= 1 << code;
  return present;
}

/**
 * True when every step waits, is open or has succeeded: codes 0, 1 and 2 are those without the third bit in which the
 * lower two are not both set. Four steps at a time, because this is asked of all steps whenever one settles.
 */
function isUneventful(codes: Uint8Array): boolean {
  const quarter = codes.length >> 2;
  const words = new Uint32Array(codes.buffer, codes.byteOffset, quarter);
  let found = 0;
  for (let n = 0; n < quarter; n += 1) {
    const word = words[n] ?? 0;
    found |= (word & 0x04040404) | (word & (word >>> 1) & 0x01010101);
  }
  for (let step = quarter * 4; step < codes.length; step += 1)
    if ((codes[step] ?? 0) > stepCodes.SUCCEEDED) return false;
  return found === 0;
}

const fewSteps = 8;

/** The steps that wait for room, in their order: those that came now, or with `admitted` undefined all of them. */
export function inWaitingRoom(codes: Uint8Array, admitted: readonly number[] | undefined): number[] {
  // A few are sorted faster than all looked at.
  if (admitted !== undefined && admitted.length <= fewSteps) return admitted.toSorted((one, other) => one - other);
  const [first, last] = admitted === undefined ? [0, codes.length - 1] : spanOf(admitted);
  const waiting: number[] = [];
  for (let step = first; step <= last; step += 1) if (codes[step] === stepCodes.WAITING_ROOM) waiting.push(step);
  return waiting;
}

/** The first and the last of some steps. */
function spanOf(steps: readonly number[]): [first: number, last: number] {
  let first = Number.POSITIVE_INFINITY;
  let last = -1;
  for (const step of steps) {
    if (step < first) first = step;
    if (step > last) last = step;
  }
  return [first, last];
}

/** Skips all that wait, in place, but for the steps that one of the others marks. */
export function sweep(codes: Uint8Array, reason: SkippedStep['reason'], spared: readonly Uint8Array[]): SkippedStep[] {
  const skipped: SkippedStep[] = [];
  for (const [step, code] of codes.entries()) {
    if ((code !== stepCodes.WAITING && code !== stepCodes.WAITING_ROOM) || spared.some((one) => one[step] === 1))
      continue;
    codes[step] = stepCodes.SKIPPED;
    skipped.push({ step, reason });
  }
  return skipped;
}
