/**
 * A refusal is an answer, not an accident: a command hands it back as a value and the API
 * shows it as one `userErrors` entry. Faults are thrown, bugs are asserted.
 */

import type { QuotaMeasure, QuotaPeriod } from './bounds/quota.ts';

/** Every code that a client may meet in `UserError.code`; the API's `ErrorCode` enum is this list. */
export const REFUSAL_CODES = [
  'BAD_INPUT',
  'BAD_CRON',
  'BAD_DURATION',
  'BAD_EXPRESSION',
  'BAD_TIME_ZONE',
  'BAD_URL',
  'BAD_YAML',
  'CYCLE',
  'DUPLICATE_ID',
  'EMPTY_WORKFLOW',
  'FORBIDDEN',
  'IDEMPOTENCY_CONFLICT',
  'ILLEGAL_TRANSITION',
  'LIMIT_REACHED',
  'NAME_TAKEN',
  'NOT_EXACT',
  'NOT_FOUND',
  'PARAMS_INVALID',
  'QUOTA_EXCEEDED',
  'RESULT_GONE',
  'SELF_DEPENDENCY',
  'TASK_DEPRECATED',
  'TOO_LARGE',
  'TYPE_MISMATCH',
  'UNKNOWN_DEPENDENCY',
  'UNKNOWN_FIELD',
  'UNKNOWN_SECRET',
  'UNKNOWN_TASK',
  'UNKNOWN_VARIABLE',
  'UNKNOWN_WORKFLOW',
  'UNSUPPORTED',
  'VERSION_CONFLICT',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** A quota that something did not fit into: jobs, or minutes with their fraction. */
export type ExceededQuota = { measure: QuotaMeasure; period: QuotaPeriod; max: number; used: number; resetsAt: Date };

/**
 * Why a command did nothing: a code to branch on, a sentence to read, and where in the input it lies. `retryAfterMs` is
 * when to try again what is refused for now.
 */
export type Refusal = {
  code: RefusalCode;
  message: string;
  path: string[];
  retryAfterMs?: number;
  /** The quota that is used up. */
  quota?: ExceededQuota;
};

/** What a command hands back: its value, or every refusal found, with nothing stored. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; refusals: Refusal[] };

/** The outcome of a command that did what it was asked. */
export function done<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** The outcome of a command that did nothing, for one reason. */
export function refuse(code: RefusalCode, message: string, path: string[] = []): { ok: false; refusals: Refusal[] } {
  return { ok: false, refusals: [{ code, message, path }] };
}

/** The outcome of a command that did nothing, and would do it some time later. */
export function refuseForNow(message: string, retryAfterMs: number): { ok: false; refusals: Refusal[] } {
  return { ok: false, refusals: [{ code: 'LIMIT_REACHED', message, path: [], retryAfterMs }] };
}

/** The outcome of a command that did nothing, for several reasons. */
export function refuseAll(refusals: Refusal[]): { ok: false; refusals: Refusal[] } {
  return { ok: false, refusals };
}
