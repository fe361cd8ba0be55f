/** Service levels of one job or run: start by, last at most. They are judged on the watcher's clock, never the worker's. */

import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { unreachable } from '#domain/unreachable.ts';
import { parseDurationMs, sayDuration } from '#domain/value/duration.ts';
import { isJsonObject } from '#domain/value/json.ts';

/** `startByMs` counts from the instant the work was due, `maxDurationMs` from the instant it started. */
export type Sla = { startByMs?: number; maxDurationMs?: number };

export const breachKinds = ['START_BY', 'MAX_DURATION'] as const;
export type BreachKind = (typeof breachKinds)[number];

/** `breachedAtMs` is the first instant at which the limit was exhausted, however late that was noticed. */
export type Breach = { kind: BreachKind; limitMs: number; breachedAtMs: number };

/** The instants of a job or run that an SLA looks at. */
export type WatchedWork = { dueAtMs: number; startedAtMs: number | null; finishedAtMs: number | null };

/** Reads `{ startBy, maxDuration }`, both ISO 8601 durations above zero; absent or null means no such limit. */
export function parseSla(input: unknown, path: string[] = []): Outcome<Sla> {
  if (input === undefined || input === null) return done({});
  if (!isJsonObject(input)) return refuse('BAD_INPUT', 'an SLA is an object', path);
  const sla: Sla = {};
  const refusals: Refusal[] = [];
  for (const [key, value] of Object.entries(input)) {
    const here = [...path, key];
    if (key !== 'startBy' && key !== 'maxDuration') {
      refusals.push({ code: 'UNKNOWN_FIELD', message: `an SLA has no field "${key}"`, path: here });
      continue;
    }
    if (value === null) continue;
    const limit = readLimitMs(key, value, here);
    if (!limit.ok) refusals.push(...limit.refusals);
    else if (key === 'startBy') sla.startByMs = limit.value;
    else sla.maxDurationMs = limit.value;
  }
  return refusals.length > 0 ? refuseAll(refusals) : done(sla);
}

/** Every limit that the work has broken by now. Work that ended unstarted is judged up to its end. */
export function breaches(sla: Sla, work: WatchedWork, nowMs: number): Breach[] {
  const found: Breach[] = [];
  if (sla.startByMs !== undefined) {
    const breachedAtMs = work.dueAtMs + sla.startByMs;
    const waitedUntilMs = work.startedAtMs ?? work.finishedAtMs ?? nowMs;
    if (waitedUntilMs > breachedAtMs) found.push({ kind: 'START_BY', limitMs: sla.startByMs, breachedAtMs });
  }
  if (sla.maxDurationMs !== undefined && work.startedAtMs !== null) {
    const breachedAtMs = work.startedAtMs + sla.maxDurationMs;
    const lastedUntilMs = work.finishedAtMs ?? nowMs;
    if (lastedUntilMs > breachedAtMs) found.push({ kind: 'MAX_DURATION', limitMs: sla.maxDurationMs, breachedAtMs });
  }
  return found;
}

/** The next instant at which a limit may break while the work stays as it is: when the watcher looks again. */
export function nextBreachAtMs(sla: Sla, work: WatchedWork): number | undefined {
  if (work.finishedAtMs !== null) return undefined;
  if (work.startedAtMs === null) return sla.startByMs === undefined ? undefined : work.dueAtMs + sla.startByMs;
  return sla.maxDurationMs === undefined ? undefined : work.startedAtMs + sla.maxDurationMs;
}

/** The sentence of the alert, for example `not started within 5 min of 2026-03-01T07:00:00.000Z, when it was due`. */
export function breachSentence(breach: Breach): string {
  const limit = sayDuration(breach.limitMs);
  const since = new Date(breach.breachedAtMs - breach.limitMs).toISOString();
  switch (breach.kind) {
    case 'START_BY':
      return `not started within ${limit} of ${since}, when it was due`;
    case 'MAX_DURATION':
      return `not finished within ${limit} of ${since}, when it started`;
    default:
      return unreachable(breach.kind);
  }
}

function readLimitMs(key: string, value: unknown, path: string[]): Outcome<number> {
  if (typeof value !== 'string') return refuse('BAD_DURATION', `${key} is an ISO 8601 duration such as PT5M`, path);
  const limit = parseDurationMs(value, path);
  if (!limit.ok || limit.value > 0) return limit;
  return refuse('BAD_DURATION', `${key} of zero would be broken by everything`, path);
}
