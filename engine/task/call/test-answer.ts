/** What a test call comes to: as a worker writes it down, and as the console hands it out. */
import type { LogLevel } from '#domain/log/log-line.ts';
import type { Json } from '#domain/value/json.ts';

/** What the server answered, masked and cut. */
export type TestHttpAnswer = { status: number; headers: Json; body: string; isCut: boolean };

export type TestLine = { offsetMs: number; level: LogLevel; message: string; fields: Json };

export type TestError = { type: string; message: string; retryable: boolean };

export type TestAnswer = {
  /** How it ended; null when it ended well. */
  error: TestError | null;
  /** What a job would keep as its result; null when it is too large to be shown. */
  result: Json;
  isResultCut: boolean;
  /** Null when no server answered. */
  http: TestHttpAnswer | null;
  lines: TestLine[];
  linesLeftOut: number;
  tookMs: number;
};

/** The answer of a call that nobody carried out to its end. */
export function unanswered(error: TestError, tookMs: number): TestAnswer {
  return { error, result: null, isResultCut: false, http: null, lines: [], linesLeftOut: 0, tookMs };
}
