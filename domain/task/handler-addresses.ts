/** Whether workers would call what a handler names: told when it is registered, not only when its first job fails. */
import { type OutboundRules, readOutboundUrl } from '#domain/outbound/admit-url.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { Handler } from './handler.ts';

// A host is 253 characters long at most.
const placeShownMax = 260;

/** The refusals of a handler that leads where workers do not go; a name is judged by its text alone. */
export function refuseUnreachable(handler: Handler, rules: OutboundRules, path: string[] = ['handler']): Refusal[] {
  if ('http' in handler) return refuseUrl(handler.http.url, rules, [...path, 'http', 'url']);
  if ('plugin' in handler) return refuseUrl(handler.plugin.runtimeUrl, rules, [...path, 'plugin', 'runtimeUrl']);
  return [];
}

/** The URL of a handler with its expressions filled in by something: scheme, host and port have none. */
export function withoutExpressions(url: string): string {
  return url.replaceAll(/\$\{\{.*?\}\}/g, 'x');
}

function refuseUrl(url: string, rules: OutboundRules, path: string[]): Refusal[] {
  const read = readOutboundUrl(withoutExpressions(url), rules);
  if (read.ok) return [];
  const { message, place } = read;
  const setting =
    place === undefined
      ? ''
      : `; workers call it only if OUTBOUND_ALLOW lists ${place.slice(0, placeShownMax)}, for console and worker alike`;
  return [{ code: 'BAD_URL', message: `${message}${setting}`, path }];
}
