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

/**
 * One bit for each code but WAITING and SUCCEEDED that some step has. Mostly every step waits, is open or has succeeded:
 * codes 0, 1 and 2 are those without the third bit in which the lower two are not both set, and among them only 1 has
 * the first. Four steps at a time, because this is asked of all steps whenever one settles.
 */
export function presentIn(codes: Uint8Array): number {
  const quarter = codes.length >> 2;
  const words = new Uint32Array(codes.buffer, codes.byteOffset, quarter);
  let other = 0;
  let any = 0;
  for (let n = 0; n < quarter; n += 1) {
    const word = words[n] ?? 0;
    any |= word;
    other |= (word & 0x04040404) | (word & (word >>> 1) & 0x01010101);
  }
  let present = other === 0 && (any & 0x01010101) !== 0 ? 1 << stepCodes.OPEN : 0;
  for (let step = other === 0 ? quarter * 4 : 0; step < codes.length; step += 1) {
    const code = codes[step] ?? 0;
    if (code !== stepCodes.WAITING && code !== stepCodes.SUCCEEDED) present |= 1 << code;
  }
  return present;
}

const fewSteps = 8;

/** The steps that wait for room, in their order: those that came now, or with `admitted` undefined all of them. */
export function inWaitingRoom(codes: Uint8Array, admitted: readonly number[] | undefined): number[] {
  // They mostly come in their order, and a few are sorted faster than all looked at.
  if (admitted !== undefined && isAscending(admitted)) return admitted.slice();
  if (admitted !== undefined && admitted.length <= fewSteps) return admitted.toSorted((one, other) => one - other);
  const [first, last] = admitted === undefined ? [0, codes.length - 1] : spanOf(admitted);
  const waiting: number[] = [];
  for (let step = first; step <= last; step += 1) if (codes[step] === stepCodes.WAITING_ROOM) waiting.push(step);
  return waiting;
}

function isAscending(steps: readonly number[]): boolean {
  for (let n = 1; n < steps.length; n += 1) if ((steps[n - 1] ?? 0) >= (steps[n] ?? 0)) return false;
  return true;
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
