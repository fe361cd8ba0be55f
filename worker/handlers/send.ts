/** What the http and the plugin handler share: one request under the attempt's deadline, and the words for its end. */
import { valueBounds } from '#domain/bounds/value.ts';
import { secretsIn } from '#domain/log/secret-names.ts';
import { type Json, sizeBytesAbove, unfitJson } from '#domain/value/json.ts';
import { failed, type HandlerInput, type HandlerOutcome } from './handler.ts';
import type { HandlerLog } from './handler-log.ts';
import type { Outbound, OutboundResponse } from './outbound.ts';
import { OutboundError } from './outbound-error.ts';

// Longer than a server may reasonably ask to be left alone; beyond this it is an outage that people should see.
const retryAfterMsMax = 3_600_000;

export type Message = { url: string; method: string; headers: Record<string, string>; body?: string | undefined };

type Sending = {
  outbound: Outbound;
  input: HandlerInput;
  message: Message;
  /** What a complete answer means. */
  read: (response: OutboundResponse) => HandlerOutcome;
  /** Whether the log has the bodies besides the heads. */
  logsBody?: boolean;
};

/** Sends one request within the attempt; whatever keeps it from an answer becomes the attempt's error. */
export async function send({ outbound, input, message, read, logsBody = false }: Sending): Promise<HandlerOutcome> {
  const { log } = input;
  log.hide([...secretsIn(message.headers), ...secretsIn(input.params)]);
  log.info(`${message.method} ${message.url}`, { headers: message.headers });
  if (logsBody && message.body !== undefined) log.debug(`request body: ${message.body}`);
  const beganAtMs = performance.now();
  try {
    const response = await outbound.request({
      ...message,
      signal: input.signal,
      totalTimeoutMs: input.deadline.getTime() - Date.now(),
    });
    noteAnswer(log, response, { tookMs: Math.round(performance.now() - beganAtMs), logsBody });
    return read(response);
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    return failed({ type: error.type, message: error.message, retryable: error.retryable });
  }
}

function noteAnswer(
  log: HandlerLog,
  { status, headers, bodyText, bodyBytes }: OutboundResponse,
  { tookMs, logsBody }: { tookMs: number; logsBody: boolean },
): void {
  const words = `answered ${status} after ${tookMs} ms, ${bodyBytes?.length ?? bodyText.length} characters`;
  if (status >= 200 && status < 300) log.info(words, { headers });
  else log.warn(words, { headers });
  if (logsBody && bodyText !== '') log.debug(`answer body: ${bodyText}`);
}

/** Success with a result that the engine can store. */
export function succeeded(result: Json): HandlerOutcome {
  const sizeBytes = sizeBytesAbove(valueBounds.payloadSizeBytesMax, JSON.stringify(result));
  if (sizeBytes === undefined) return { ok: true, result };
  const message = `the result has ${sizeBytes} bytes; a job keeps ${valueBounds.payloadSizeBytesMax}`;
  return failed({ type: 'TOO_LARGE', message, retryable: false });
}

// Nearly every text is without such a number, and the parser is ten times faster when nobody looks over its shoulder.
const mayBeInexact = /\d{16}|\de/i;

/**
 * The JSON of an answer, or undefined when it is none or none that the engine can store. An integer beyond 2^53 stays
 * the text that the server wrote: the work is done, and a rounded id would name something else.
 */
export function jsonIn(text: string): { value: Json } | undefined {
  try {
    const value: Json = mayBeInexact.test(text) ? JSON.parse(text, keepExactly) : JSON.parse(text);
    return unfitJson(value) === undefined ? { value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function keepExactly(_key: string, value: Json, context?: { source?: string }): Json {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined) return value;
  const isExact = /[.e]/i.test(source) ? Number.isFinite(value) : Number.isSafeInteger(value);
  return isExact ? value : source;
}

/** How long the server asks to be left alone (seconds or a date), bounded; undefined when it does not say. */
export function retryAfterMs(headers: Record<string, string>, nowMs: number): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  const askedMs = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  return Number.isNaN(askedMs) ? undefined : Math.min(Math.max(askedMs, 0), retryAfterMsMax);
}

/** True for the statuses after which the same request may succeed later. */
export function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}
