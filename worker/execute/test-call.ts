/** Carries out a test call: the handler of a definition, once, as for a job, with what it says kept for whoever asked. */
import { logBounds } from '#domain/bounds/log.ts';
import { taskBounds } from '#domain/bounds/task.ts';
import { traceparentOf } from '#domain/job/trace.ts';
import { keepLine } from '#domain/log/keep-line.ts';
import type { WrittenLine } from '#domain/log/log-line.ts';
import { type Mask, maskOf } from '#domain/log/mask.ts';
import { isJsonObject, type Json, sizeBytesAbove } from '#domain/value/json.ts';
import type { ClaimedTestCall } from '#engine/task/call/carry-test-calls.ts';
import type { TestAnswer, TestHttpAnswer } from '#engine/task/call/test-answer.ts';
import type { HandlerInput, HandlerOutcome } from '#worker/handlers/handler.ts';
import { storable } from '#worker/handlers/handler.ts';
import type { HandlerLog } from '#worker/handlers/handler-log.ts';
import type { Outbound, OutboundResponse } from '#worker/handlers/outbound.ts';
import { openHandlers } from '#worker/handlers/registry.ts';
import { openTestOutbound } from '#worker/handlers/test-outbound.ts';

/** What a handler writes in a test call: the first lines, and how many there were besides. */
class TestLog implements HandlerLog {
  readonly #beganAtMs = performance.now();
  readonly #lines: WrittenLine[] = [];
  readonly #secrets: string[] = [];
  leftOut = 0;

  debug = (message: string, fields?: Parameters<HandlerLog['debug']>[1]) => this.#write('DEBUG', message, fields);
  info = (message: string, fields?: Parameters<HandlerLog['info']>[1]) => this.#write('INFO', message, fields);
  warn = (message: string, fields?: Parameters<HandlerLog['warn']>[1]) => this.#write('WARN', message, fields);
  error = (message: string, fields?: Parameters<HandlerLog['error']>[1]) => this.#write('ERROR', message, fields);

  hide(secrets: readonly string[]): void {
    const room = logBounds.secretsMax - this.#secrets.length;
    this.#secrets.push(...secrets.filter((secret) => secret.length >= logBounds.secretLengthMin).slice(0, room));
  }

  get mask(): Mask {
    return maskOf(this.#secrets);
  }

  lines(mask: Mask): TestAnswer['lines'] {
    return this.#lines.map((line) => {
      const { offsetMs, level, message, fields } = keepLine(line, mask);
      return { offsetMs, level, message, fields: fields === null ? null : JSON.parse(fields) };
    });
  }

  #write(level: WrittenLine['level'], message: string, fields: WrittenLine['fields']): void {
    if (this.#lines.length >= taskBounds.testLogLinesMax) {
      this.leftOut += 1;
      return;
    }
    const offsetMs = Math.floor(performance.now() - this.#beganAtMs);
    this.#lines.push({ offsetMs, level, source: 'HANDLER', message, fields });
  }
}

/** Never throws: what a handler throws is an answer, too. */
export async function carryTestCall(outbound: Outbound, call: ClaimedTestCall): Promise<TestAnswer> {
  const log = new TestLog();
  log.hide(keptValuesOf(call));
  let response: OutboundResponse | undefined;
  const guarded = openTestOutbound(outbound, (answer) => {
    response = answer;
  });
  const beganAtMs = performance.now();
  const outcome = await carryOut(guarded, call, log);
  const tookMs = Math.round(performance.now() - beganAtMs);
  const { mask } = log;
  const result = outcome.ok ? mask.json(outcome.result) : null;
  const isResultCut = sizeBytesAbove(taskBounds.testAnswerSizeBytesMax, JSON.stringify(result)) !== undefined;
  return {
    error: outcome.ok ? null : shownError(outcome.error, mask),
    result: isResultCut ? null : result,
    isResultCut,
    http: response === undefined ? null : shownAnswer(response, mask),
    lines: log.lines(mask),
    linesLeftOut: log.leftOut,
    tookMs,
  };
}

async function carryOut(outbound: Outbound, call: ClaimedTestCall, log: HandlerLog): Promise<HandlerOutcome> {
  const controller = new AbortController();
  const late = () => controller.abort(new DOMException('the call ran into its timeout', 'TimeoutError'));
  const timer = setTimeout(late, call.timeoutMs);
  const input: HandlerInput = {
    tenantId: call.tenantId,
    jobId: call.id,
    task: call.task,
    fence: 1,
    attempt: 1,
    params: call.params,
    deadline: new Date(Date.now() + call.timeoutMs),
    traceparent: traceparentOf(call.id, 1),
    log,
    signal: controller.signal,
  };
  try {
    return await openHandlers(outbound)(call.handler)(input);
  } catch (fault) {
    // As an attempt ends whose handler throws: nobody expected it, and whoever asked is told.
    const message = fault instanceof Error ? fault.message : String(fault);
    return { ok: false, error: { type: 'HANDLER_FAULT', message: storable(message), retryable: true } };
  } finally {
    clearTimeout(timer);
  }
}

/** What its author was never shown must not come back in an answer: whole, and word by word as in `Bearer abc`. */
function keptValuesOf({ handler, keptHeaders }: ClaimedTestCall): string[] {
  const headers = isJsonObject(handler.http) && isJsonObject(handler.http.headers) ? handler.http.headers : {};
  return keptHeaders.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [value, ...value.split(/[\s:;,=]+/)] : [];
  });
}

function shownError({ type, message, retryable }: { type: string; message: string; retryable: boolean }, mask: Mask) {
  return { type, message: mask.text(message), retryable };
}

function shownAnswer({ status, headers, bodyText }: OutboundResponse, mask: Mask): TestHttpAnswer {
  const text = storable(mask.text(bodyText));
  const isCut = text.length > taskBounds.testAnswerShownLength;
  const shown: Json = mask.json(
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, storable(value)])),
  );
  return { status, headers: shown, body: text.slice(0, taskBounds.testAnswerShownLength).toWellFormed(), isCut };
}
