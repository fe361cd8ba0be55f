/** Carries out a job as one HTTP request of the tenant's choice. */

import type { HandlerBlocks, HttpMethod } from '#domain/task/handler.ts';
import { compileHttpTemplate, type HttpTemplate, renderHttpTemplate } from '#domain/task/http-template.ts';
import { publicId } from '#domain/value/ids.ts';
import type { Json } from '#domain/value/json.ts';
import { badParams, failed, type Handler, type HandlerInput, type HandlerOutcome, storable } from './handler.ts';
import type { Outbound, OutboundResponse } from './outbound.ts';
import { isRetryableStatus, jsonIn, type Message, retryAfterMs, send, succeeded } from './send.ts';

const methodsWithBody = new Set<HttpMethod>(['POST', 'PUT', 'PATCH']);

// How the bytes travel and to whom is the way out's business.
const reservedHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'expect',
  'te',
  'trailer',
  'keep-alive',
  'accept-encoding',
  'proxy-authorization',
  'proxy-connection',
]);

const jsonType = /^(application\/([\w.+-]+\+)?json|text\/json)\b/i;
// Enough of an error page to recognise it.
const excerptLength = 500;

type Http = HandlerBlocks['http'];

/** The handler of `{ http: { method, url, headers, body } }`. Its texts are compiled once. */
export function httpHandler(outbound: Outbound, block: Http): Handler {
  const template = templateOf(block);
  if (typeof template === 'string') return () => badParams(template);
  return (input) => {
    const message = messageOf(block.method, template, input);
    if (typeof message === 'string') return badParams(message);
    return send({ outbound, input, message, read: readAnswer, logsBody: block.logBody === true });
  };
}

/** The request of an attempt, or why its params fit none. */
function messageOf(method: HttpMethod, template: HttpTemplate, input: HandlerInput): Message | string {
  const job = publicId('job', input.jobId);
  const texts = renderHttpTemplate(template, { params: input.params, job: { id: job, attempt: input.attempt } });
  if (!texts.ok) return texts.refusals[0]?.message ?? 'the request cannot be written';
  const { url, headers: given } = texts.value;
  const body = bodyOf(method, texts.value.body, input.params);
  const headers: Record<string, string> = {
    ...(body === undefined ? {} : { 'content-type': body.type }),
    ...given,
    traceparent: input.traceparent,
    // The same in every attempt: a server that saw the first one may recognise the second.
    'idempotency-key': job,
    'taskflow-job': job,
    'taskflow-attempt': String(input.attempt),
  };
  return { url, method, headers, body: body?.text };
}

/** The texts of the block, or what is wrong with it. */
function templateOf({ url, headers: given, body }: Http): HttpTemplate | string {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const lower = name.toLowerCase();
    if (reservedHeaders.has(lower)) return `the header "${name}" is not a handler's to set`;
    headers[lower] = value;
  }
  const compiled = compileHttpTemplate({ url, headers, body }, ['http']);
  return compiled.ok ? compiled.value : (compiled.refusals[0]?.message ?? 'the handler cannot be read');
}

function bodyOf(method: HttpMethod, given: Json | undefined, params: Json): { text: string; type: string } | undefined {
  if (typeof given === 'string') return { text: given, type: 'text/plain; charset=utf-8' };
  if (given !== undefined && given !== null) return { text: JSON.stringify(given), type: 'application/json' };
  return methodsWithBody.has(method) ? { text: JSON.stringify(params), type: 'application/json' } : undefined;
}

function readAnswer(response: OutboundResponse): HandlerOutcome {
  const { status, headers, bodyText, bodyBytes } = response;
  if (status >= 200 && status < 300) {
    // A picture or an archive is kept as it came; text with marks in the place of bytes would pass for the answer.
    if (bodyBytes !== undefined) return succeeded({ status, body: null, bodyBase64: bodyBytes.toString('base64') });
    return succeeded({ status, body: bodyIn(headers['content-type'] ?? '', bodyText) });
  }
  const excerpt = bodyText.length > 0 ? `: ${bodyText.slice(0, excerptLength)}` : '';
  const error = {
    type: `HTTP_${status}`,
    message: `the server answered ${status}${excerpt}`,
    retryable: isRetryableStatus(status),
  };
  return failed(error, error.retryable ? retryAfterMs(headers, Date.now()) : undefined);
}

// JSON that the engine cannot store is still text that a person can read.
function bodyIn(contentType: string, text: string): Json {
  if (text === '') return null;
  const json = jsonType.test(contentType) ? jsonIn(text) : undefined;
  return json === undefined ? storable(text) : json.value;
}
