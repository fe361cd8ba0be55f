/** What is typed into a field, read before it is written: what nobody can read stays in the field until it is mended. */
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { parseDurationMs } from '#domain/value/duration.ts';
import type { Json } from '#domain/value/json.ts';
import type { FieldSpec } from './field-specs.ts';

export type Typed = { ok: true; value: Json | undefined } | { ok: false; problem: string };

/** What a text says in a field; undefined for nothing. */
export function readTyped({ control, isNeeded = false }: Pick<FieldSpec, 'control' | 'isNeeded'>, text: string): Typed {
  const trimmed = text.trim();
  if (trimmed === '') {
    return isNeeded ? { ok: false, problem: 'This is needed. The old value stays.' } : { ok: true, value: undefined };
  }
  if (control.kind === 'whole') return readWhole(trimmed, control);
  if (control.kind === 'duration' && !parseDurationMs(trimmed).ok)
    return { ok: false, problem: 'This is no span yet.' };
  return { ok: true, value: trimmed };
}

/** Why a text cannot be written into a field. */
export function typedProblem(spec: Pick<FieldSpec, 'control' | 'isNeeded'>, text: string): string | undefined {
  const read = readTyped(spec, text);
  return read.ok ? undefined : read.problem;
}

type Whole = { min?: number; max?: number; words?: readonly string[] };

/** A whole number, or one of the words that may stand in its place. */
export function readWhole(text: string, { min = 1, max = Number.MAX_SAFE_INTEGER, words = [] }: Whole): Typed {
  const word = words.find((one) => one === text.toLowerCase());
  if (word !== undefined) return { ok: true, value: word };
  const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= min && value <= max) return { ok: true, value };
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
  return { ok: false, problem: `A whole number ${[range, ...words].join(', or ')}.` };
}

/** How many items may fail: a number of them, or a share of all. */
export function readThreshold(text: string): Typed {
  const share = /^(\d{1,3})%$/.exec(text)?.[1];
  if (share !== undefined && Number(share) >= 1 && Number(share) <= 100)
    return { ok: true, value: `${Number(share)}%` };
  const count = readWhole(text, { max: workflowBounds.itemsMax });
  return count.ok ? count : { ok: false, problem: `1 to ${workflowBounds.itemsMax} items, or 1% to 100%.` };
}

/**
 * True when what was typed is to be written. A value that was written and has not come back cannot be read: then the old
 * one, typed again, mends it.
 */
export function isToWrite(typed: string, { value, written }: { value: string; written: string | undefined }): boolean {
  return typed !== value || (written !== undefined && written !== value);
}
