/** What a handler is: it carries out one attempt of a job and says how it ended. Nothing here knows the database. */
import { valueBounds } from '#domain/bounds/value.ts';
import type { Json } from '#domain/value/json.ts';
import type { HandlerLog } from './handler-log.ts';

const stackLengthMax = 16_000;

/** One attempt of a job, as a handler sees it. */
export type HandlerInput = {
  /** Bare uuid, as `jobId`. */
  tenantId: string;
  jobId: string;
  /** The task's name, where the caller knows it. */
  task?: string;
  fence: number;
  /** Counts from 1. */
  attempt: number;
  params: Json;
  deadline: Date;
  traceparent: string;
  /** What the handler has to tell about the attempt. */
  log: HandlerLog;
  /** Ends the attempt from outside: timeout, cancel, lost lease, shutdown. */
  signal: AbortSignal;
};

export type HandlerError = { type: string; message: string; stack?: string; retryable: boolean };

export type HandlerOutcome =
  | { ok: true; result: Json | null }
  | { ok: false; error: HandlerError; retryAfterMs?: number };

/**
 * Carries out attempts of one task version; what its block says was read when it was made. Returns its outcome at once when nothing
 * has to be waited for: a promise per job would halve the rate of small jobs.
 */
export type Handler = (input: HandlerInput) => Promise<HandlerOutcome> | HandlerOutcome;

/** The outcome of an attempt that failed, cut to what an attempt may keep. */
export function failed(error: HandlerError, retryAfterMs?: number): HandlerOutcome {
  const kept: HandlerError = {
    type: cut(error.type, valueBounds.nameLengthMax),
    message: cut(error.message, valueBounds.errorTextLengthMax),
    retryable: error.retryable,
  };
  if (error.stack !== undefined) kept.stack = cut(error.stack, stackLengthMax);
  return retryAfterMs === undefined ? { ok: false, error: kept } : { ok: false, error: kept, retryAfterMs };
}

/** The outcome of an attempt whose params or handler block make no sense: trying again cannot help. */
export function badParams(message: string): HandlerOutcome {
  return failed({ type: 'BAD_PARAMS', message, retryable: false });
}

/** Why an attempt was ended from outside. */
export function interruption(signal: AbortSignal): { type: 'TIMEOUT' | 'ABORTED'; message: string } {
  const reason: unknown = signal.reason;
  if (reason instanceof Error && reason.name === 'TimeoutError') {
    return { type: 'TIMEOUT', message: 'the attempt ran into its timeout' };
  }
  const why = reason instanceof Error && reason.name !== 'AbortError' ? `: ${reason.message}` : '';
  return { type: 'ABORTED', message: `the attempt was ended from outside${why}` };
}

/** Text that PostgreSQL keeps: no NUL, no half of a surrogate pair. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').toWellFormed();
}

function cut(text: string, lengthMax: number): string {
  return storable(text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`);
}
