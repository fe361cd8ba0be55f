/** Carries out a job in a plugin's own runtime: one POST with the job's params, answered with a result or an error. */
import { levelNamed } from '#domain/log/log-line.ts';
import type { HandlerBlocks } from '#domain/task/handler.ts';
import { publicId } from '#domain/value/ids.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { failed, type Handler, type HandlerInput, type HandlerOutcome } from './handler.ts';
import type { HandlerLog } from './handler-log.ts';
import type { Outbound, OutboundResponse } from './outbound.ts';
import { jsonIn, type Message, retryAfterMs, send, succeeded } from './send.ts';

type Plugin = HandlerBlocks['plugin'];

/** The handler of `{ plugin: { pluginId, runtimeUrl } }`. */
export function pluginHandler(outbound: Outbound, { pluginId, runtimeUrl }: Plugin): Handler {
  const url = `${runtimeUrl.replace(/\/+$/, '')}/plugin/runtime/${pluginId}/execute`;
  return (input) =>
    send({ outbound, input, message: messageOf(url, input), read: (response) => readAnswer(response, input.log) });
}

/** The request that starts the plugin's work. */
function messageOf(url: string, input: HandlerInput): Message {
  const job = publicId('job', input.jobId);
  const deadline = input.deadline.toISOString();
  const order = {
    params: input.params,
    job,
    attempt: input.attempt,
    fence: input.fence,
    deadline,
    tenant: publicId('tenant', input.tenantId),
    task: input.task ?? null,
  };
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    traceparent: input.traceparent,
    'idempotency-key': job,
    deadline,
  };
  return { url, method: 'POST', headers, body: JSON.stringify(order) };
}

function readAnswer(response: OutboundResponse, log: HandlerLog): HandlerOutcome {
  const { status, headers, bodyText, bodyBytes } = response;
  // Half-read JSON would pass for a result.
  const answer = bodyBytes === undefined ? jsonIn(bodyText)?.value : undefined;
  const waitMs = retryAfterMs(headers, Date.now());
  if (isJsonObject(answer)) {
    const { result, error, logs } = answer;
    if (Array.isArray(logs)) for (const line of logs) noteLine(log, line);
    if (isJsonObject(error)) return readError(error, waitMs);
    const isSuccess = status >= 200 && status < 300 && result !== undefined && (error === undefined || error === null);
    if (isSuccess) return succeeded(result);
  }
  return badResponse(`the runtime answered ${status} with neither {result} nor {error}`, waitMs);
}

// A text, or { level, message, fields }; what else a runtime puts there is shown as it is.
function noteLine(log: HandlerLog, line: Json): void {
  if (!isJsonObject(line)) {
    log.info(typeof line === 'string' ? line : JSON.stringify(line));
    return;
  }
  const { level, message, fields, ...rest } = line;
  const more = isJsonObject(fields) ? { ...rest, ...fields } : fields === undefined ? rest : { ...rest, fields };
  const writes = { DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
  log[writes[levelNamed(level)]](typeof message === 'string' ? message : '', more);
}

function readError(error: { [key: string]: Json }, waitMs: number | undefined): HandlerOutcome {
  const { type, message, stack, retryable } = error;
  if (typeof type !== 'string' || type === '' || typeof message !== 'string') {
    return badResponse('the error of the runtime needs a type and a message', waitMs);
  }
  if (retryable !== undefined && typeof retryable !== 'boolean') {
    return badResponse('the error of the runtime says retryable with something else than true or false', waitMs);
  }
  const kept = { type, message, retryable: retryable ?? true };
  return failed(typeof stack === 'string' ? { ...kept, stack } : kept, waitMs);
}

function badResponse(message: string, waitMs: number | undefined): HandlerOutcome {
  return failed({ type: 'BAD_RESPONSE', message, retryable: true }, waitMs);
}
