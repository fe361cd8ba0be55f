/** The headers that every answer carries, and the policy that pages run under. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isHttps } from './http.ts';

/** Sets what holds for every answer. */
export function setCommonHeaders(request: IncomingMessage, response: ServerResponse, requestId: string): void {
  response.setHeader('x-request-id', requestId);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  if (isHttps(request)) response.setHeader('strict-transport-security', 'max-age=31536000');
}

/**
 * Sets the content policy of a page. Next reads the nonce from the request's own header and puts it on the scripts of
 * pages that it renders on request; `scriptHashes` are those of pages rendered before. The graph view needs inline
 * styles, so only those are let through without either.
 */
export function setPagePolicy(
  request: IncomingMessage,
  response: ServerResponse,
  scriptHashes: readonly string[] | 'development',
): void {
  const nonce = randomBytes(16).toString('base64');
  // The development server evaluates its modules and writes scripts of its own into the page.
  const scripts =
    scriptHashes === 'development' ? "'unsafe-inline' 'unsafe-eval'" : [`'nonce-${nonce}'`, ...scriptHashes].join(' ');
  const policy = [
    "default-src 'self'",
    `script-src 'self' ${scripts}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  request.headers['content-security-policy'] = policy;
  response.setHeader('content-security-policy', policy);
}

/** The policy of answers that are not pages: nothing in them may run. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'";
