/**
 * The way out: every request that a tenant can steer goes through here. The address is checked where the connection
 * is made, so that a name cannot change its mind between check and use; redirects are followed by hand, each checked
 * again. No proxy of the environment is used.
 */
import { Agent } from 'undici';
import { taskBounds } from '#domain/bounds/task.ts';
import type { OutboundRules } from '#domain/outbound/admit-url.ts';
import { readAnswerHead, readAnswerText } from './answer-text.ts';
import { interruption } from './handler.ts';
import type { Outbound, OutboundRequest, OutboundResponse } from './outbound.ts';
import { OutboundError } from './outbound-error.ts';
import { outboundError } from './outbound-fault.ts';
import { admitUrl, guardedConnector, type Resolve, resolveByDns } from './outbound-rules.ts';

// Each origin keeps a small pool of connections; an idle one goes after seconds.
const outboundOriginsMax = 10_000;
// What one job may read from a foreign server; its result is bound by payloadSizeBytesMax besides.
const outboundResponseSizeBytesMax = 1024 * 1024;
const outboundRedirectsMax = 3;

type Hop = { url: URL; method: string; headers: Record<string, string>; body: string | undefined };
type Limits = {
  responseSizeBytesMax: number;
  controller: AbortController;
  followsRedirects: boolean;
  cutsAnswer: boolean;
};
type Answer = OutboundResponse & { location: string | undefined };

/** Opens it at once; whoever may never need it goes through openOutbound. */
export function openWay(rules: OutboundRules, resolve: Resolve = resolveByDns): Outbound {
  const agent = new Agent({
    connect: guardedConnector(rules, resolve),
    maxOrigins: outboundOriginsMax,
    // The request's own limit is timed here, to the millisecond and over all hops.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { request: (request) => follow(agent, rules, request), close: () => agent.destroy() };
}

async function follow(agent: Agent, rules: OutboundRules, request: OutboundRequest): Promise<OutboundResponse> {
  let hop: Hop = {
    url: admitUrl(request.url, rules),
    method: request.method.toUpperCase(),
    headers: lowerCased(request.headers),
    body: request.body,
  };
  const controller = new AbortController();
  const stop = () => controller.abort(interrupted(request.signal));
  const late = () => controller.abort(new OutboundError('TIMEOUT', 'the answer was not complete in time'));
  // A request that still waits for its connection does not hear its signal, so the wait for it is ended here.
  const aborted = new Promise<never>((_, reject) =>
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason)),
  );
  aborted.catch(() => undefined);
  if (request.signal.aborted) throw interrupted(request.signal);
  if (request.totalTimeoutMs <= 0) throw new OutboundError('TIMEOUT', 'no time was left for the request');
  const timer = setTimeout(late, Math.min(request.totalTimeoutMs, taskBounds.timeoutMsMax));
  request.signal.addEventListener('abort', stop, { once: true });
  const limits: Limits = {
    controller,
    responseSizeBytesMax: request.responseSizeBytesMax ?? outboundResponseSizeBytesMax,
    followsRedirects: request.followsRedirects ?? true,
    cutsAnswer: request.cutsAnswer ?? false,
  };
  try {
    for (let redirects = 0; redirects <= outboundRedirectsMax; redirects += 1) {
      const { location, ...response } = await Promise.race([exchange(agent, hop, limits), aborted]);
      if (location === undefined) return response;
      hop = redirected(hop, { status: response.status, url: admitUrl(location, rules, hop.url) });
    }
    throw new OutboundError('TOO_MANY_REDIRECTS', `more than ${outboundRedirectsMax} redirects`);
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', stop);
  }
}

async function exchange(agent: Agent, hop: Hop, limits: Limits): Promise<Answer> {
  try {
    const response = await agent.request({
      origin: hop.url.origin,
      path: `${hop.url.pathname}${hop.url.search}`,
      method: hop.method,
      headers: { 'user-agent': 'taskflow', accept: '*/*', ...hop.headers, 'accept-encoding': 'identity' },
      body: hop.body ?? null,
      signal: limits.controller.signal,
    });
    const headers = flatHeaders(response.headers);
    const isFollowed = limits.followsRedirects && redirectStatuses.has(response.statusCode);
    const location = isFollowed ? headers.location : undefined;
    if (location !== undefined) {
      // Nobody reads the body of a redirect; the error is this destroy's own.
      response.body.on('error', () => undefined).destroy();
      return { status: response.statusCode, headers, bodyText: '', location };
    }
    if (limits.cutsAnswer) {
      const bodyText = await readAnswerHead(response.body, limits.responseSizeBytesMax);
      return { status: response.statusCode, headers, bodyText, location };
    }
    const answer = await readAnswerText(response.body, { headers, sizeBytesMax: limits.responseSizeBytesMax });
    const body = { bodyText: answer.text, ...(answer.bytes && { bodyBytes: answer.bytes }) };
    return { status: response.statusCode, headers, ...body, location };
  } catch (fault) {
    throw outboundError(fault, hop.url.host);
  }
}

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

// Anything else may be a secret that was meant for the first origin alone.
const headersForAnyOrigin = new Set([
  'accept',
  'content-type',
  'user-agent',
  'traceparent',
  'idempotency-key',
  'deadline',
  'taskflow-job',
  'taskflow-attempt',
]);

function redirected(hop: Hop, { status, url }: { status: number; url: URL }): Hop {
  const becomesGet =
    status === 303 ? hop.method !== 'HEAD' : (status === 301 || status === 302) && hop.method === 'POST';
  const isSameOrigin = url.origin === hop.url.origin;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(hop.headers)) {
    if (becomesGet && name.startsWith('content-')) continue;
    if (isSameOrigin || headersForAnyOrigin.has(name)) headers[name] = value;
  }
  return { url, headers, method: becomesGet ? 'GET' : hop.method, body: becomesGet ? undefined : hop.body };
}

function interrupted(signal: AbortSignal): OutboundError {
  const { type, message } = interruption(signal);
  return new OutboundError(type, message);
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function flatHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}
