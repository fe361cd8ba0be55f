/**
 * Values of headers are never shown, so whoever edits a task cannot write them again. What stands in their place keeps
 * them - as long as they go to the server that they were given for, or an editor could have them sent elsewhere.
 */
import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import type { Handler } from './handler.ts';
import { withoutExpressions } from './handler-addresses.ts';

/** What is shown in the place of a header's value. */
export const hiddenValue = '(hidden)';

/** The names of headers whose values are to be kept. */
export function keptNames(handler: Handler): string[] {
  if (!('http' in handler)) return [];
  return Object.entries(handler.http.headers).flatMap(([name, value]) => (value === hiddenValue ? [name] : []));
}

/** Fills in the values that the handler before has under the same names. `before` is null for a new task. */
export function keepHeaders(
  handler: Handler,
  before: JsonObject | null,
  path: string[] = ['handler'],
): Outcome<Handler> {
  if (!('http' in handler)) return done(handler);
  const { url, headers } = handler.http;
  const earlier = isJsonObject(before?.http) ? before.http : {};
  const known = new Map(
    Object.entries(isJsonObject(earlier.headers) ? earlier.headers : {}).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]),
  );
  const isSameServer = typeof earlier.url === 'string' && originOf(earlier.url) === originOf(url);
  const refusals: Refusal[] = [];
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const stored = known.get(name.toLowerCase());
    if (value !== hiddenValue || stored === hiddenValue) kept[name] = value;
    else if (typeof stored === 'string' && isSameServer) kept[name] = stored;
    else refusals.push(refusal([...path, 'http', 'headers', name], typeof stored === 'string'));
  }
  return refusals.length > 0 ? refuseAll(refusals) : done({ http: { ...handler.http, headers: kept } });
}

function refusal(path: string[], isKnown: boolean): Refusal {
  const message = isKnown
    ? 'write the value anew: a kept one goes only to the scheme, host and port that it was given for'
    : `there is no value to keep: the version before has no such header, and ${hiddenValue} stands for one`;
  return { code: 'BAD_INPUT', message, path };
}

function originOf(url: string): string | undefined {
  return URL.parse(withoutExpressions(url))?.origin;
}
