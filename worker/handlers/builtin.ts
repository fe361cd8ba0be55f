/** The handlers that need nobody else: for trying out schedules and workflows, for tests and for benchmarks. */
import { taskBounds } from '#domain/bounds/task.ts';
import type { BuiltinName } from '#domain/task/handler.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import { badParams, failed, type Handler, type HandlerInput, type HandlerOutcome, interruption } from './handler.ts';

const nothing: HandlerOutcome = Object.freeze({ ok: true, result: null });

/** The builtin handlers; each is made from the options of a task version. */
export const builtins: Record<BuiltinName, (options: JsonObject) => Handler> = {
  noop: () => noop,
  echo: () => echo,
  sleep: (options) => (input) => sleep(options, input),
  fail: (options) => (input) => fail(options, input),
  log: (options) => (input) => writeLines(options, input),
};

// Does nothing, at once.
const noop: Handler = () => nothing;

// Answers with its params.
const echo: Handler = (input) => ({ ok: true, result: input.params });

// Waits `ms` milliseconds, or until it is ended from outside.
function sleep(options: JsonObject, input: HandlerInput): Promise<HandlerOutcome> | HandlerOutcome {
  const { ms } = settingsOf(options, input);
  if (!isWholeNumber(ms) || ms > taskBounds.timeoutMsMax) {
    return badParams(`sleep takes {ms}: a whole number from 0 to ${taskBounds.timeoutMsMax}`);
  }
  if (input.signal.aborted) return cutShort(input.signal);
  return ms === 0 ? { ok: true, result: { ms } } : wait(ms, input.signal);
}

// Fails for `times` attempts (always, when not given), then succeeds with the number of the attempt.
function fail(options: JsonObject, input: HandlerInput): HandlerOutcome {
  const { times, message, retryable } = settingsOf(options, input);
  if (times !== undefined && times !== null && !isWholeNumber(times)) {
    return badParams('fail takes {times}: a whole number from 0');
  }
  if (message !== undefined && message !== null && typeof message !== 'string') {
    return badParams('fail takes {message}: a text');
  }
  if (retryable !== undefined && retryable !== null && typeof retryable !== 'boolean') {
    return badParams('fail takes {retryable}: true or false');
  }
  if (isWholeNumber(times) && input.attempt > times) return { ok: true, result: { attempt: input.attempt } };
  const fallback = isWholeNumber(times) ? `fails on purpose, ${times} times` : 'fails on purpose, always';
  return failed({ type: 'FAIL', message: message ?? fallback, retryable: retryable ?? true });
}

// Writes `lines` lines, one every `everyMs` milliseconds, and fails with `error` where there is one.
function writeLines(options: JsonObject, input: HandlerInput): Promise<HandlerOutcome> | HandlerOutcome {
  const { lines = 1, everyMs = 0, text = 'line', error } = settingsOf(options, input);
  if (!isWholeNumber(lines) || lines > taskBounds.builtinLinesMax)
    return badParams(`log takes {lines}: a whole number from 0 to ${taskBounds.builtinLinesMax}`);
  if (!isWholeNumber(everyMs) || everyMs > taskBounds.timeoutMsMax)
    return badParams(`log takes {everyMs}: a whole number from 0 to ${taskBounds.timeoutMsMax}`);
  if (typeof text !== 'string') return badParams('log takes {text}: a text');
  const end = (): HandlerOutcome =>
    typeof error === 'string'
      ? failed({ type: 'FAIL', message: error, retryable: true })
      : { ok: true, result: { lines } };
  const write = (n: number) => input.log.info(`${text} ${n}`);
  if (everyMs > 0) return writeSlowly({ lines, everyMs, write, end }, input.signal);
  for (let n = 1; n <= lines; n += 1) write(n);
  return end();
}

type SlowLines = { lines: number; everyMs: number; write: (n: number) => void; end: () => HandlerOutcome };

function writeSlowly({ lines, everyMs, write, end }: SlowLines, signal: AbortSignal): Promise<HandlerOutcome> {
  return new Promise((resolve) => {
    let written = 0;
    const stop = () => {
      clearInterval(timer);
      resolve(cutShort(signal));
    };
    const timer = setInterval(() => {
      if (written < lines) {
        written += 1;
        write(written);
        return;
      }
      clearInterval(timer);
      signal.removeEventListener('abort', stop);
      resolve(end());
    }, everyMs);
    signal.addEventListener('abort', stop, { once: true });
  });
}

// Params of the job are nearer than options of the task.
function settingsOf(options: JsonObject, input: HandlerInput): JsonObject {
  return isJsonObject(input.params) ? { ...options, ...input.params } : options;
}

function isWholeNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function wait(ms: number, signal: AbortSignal): Promise<HandlerOutcome> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve({ ok: true, result: { ms } });
    }, ms);
    const stop = () => {
      clearTimeout(timer);
      resolve(cutShort(signal));
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}

function cutShort(signal: AbortSignal): HandlerOutcome {
  return failed({ ...interruption(signal), retryable: true });
}
