/** What a person may ask of a rule: of what to tell whom, how often, and whether also that it is over. */
import { notificationBounds as bounds } from '#domain/bounds/alert.ts';
import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { parseDurationMs, sayDuration } from '#domain/value/duration.ts';
import { checkInteger, checkName } from '#domain/value/input-checks.ts';
import { kindRules, type NoticeKind, type ScopeNoun, scopeNouns } from './notice-kinds.ts';

/** A rule as an integrator writes it: names, and ids of channels and schedule. */
export type RuleInput = {
  name: string;
  on: NoticeKind;
  queue?: string | null;
  task?: string | null;
  workflow?: string | null;
  schedule?: string | null;
  times?: number | null;
  lasts?: string | null;
  channels: readonly string[];
  window?: string | null;
  tellsEnd?: boolean | null;
};

/** A rule that makes sense by itself; whether what it names exists is for the database to say. */
export type RuleSettings = {
  name: string;
  on: NoticeKind;
  scope: Partial<Record<ScopeNoun, string>>;
  /** Failures in a row; null where the kind does not ask. */
  times: number | null;
  /** For how long it must last; null where the kind does not ask. */
  lastsMs: number | null;
  channels: string[];
  windowMs: number;
  tellsEnd: boolean;
};

/** Reads a rule: every refusal at once, each with its place. */
export function readRule(input: RuleInput): Outcome<RuleSettings> {
  const { scope, asks } = kindRules[input.on];
  const refusals = [...checkName({ value: input.name, path: ['name'] }), ...checkChannels(input.channels)];
  const given = Object.fromEntries(
    scopeNouns.flatMap((noun) => {
      const value = input[noun] ?? undefined;
      if (value !== undefined && !scope.includes(noun)) refusals.push(withoutEffect(noun, input.on));
      return value === undefined ? [] : [[noun, value]];
    }),
  );
  const times = asks === 'times' ? (input.times ?? bounds.timesDefault) : null;
  if (asks === 'times') refusals.push(...checkInteger({ value: times, path: ['times'], min: 1, max: bounds.timesMax }));
  else if (isGiven(input.times)) refusals.push(withoutEffect('times', input.on));
  const lasts = readLasts(input);
  if (!lasts.ok) refusals.push(...lasts.refusals);
  const window = readSpan(input.window, { path: ['window'], min: bounds.windowMsMin, max: bounds.windowMsMax });
  if (!window.ok) refusals.push(...window.refusals);
  if (!lasts.ok || !window.ok || refusals.length > 0) return refuseAll(refusals);
  return done({
    name: input.name,
    on: input.on,
    scope: given,
    times,
    lastsMs: lasts.value,
    channels: [...new Set(input.channels)],
    windowMs: window.value ?? bounds.windowMsDefault,
    tellsEnd: input.tellsEnd ?? true,
  });
}

function readLasts({ on, lasts }: RuleInput): Outcome<number | null> {
  if (kindRules[on].asks !== 'lasts') {
    return isGiven(lasts) ? refuseAll([withoutEffect('lasts', on)]) : done(null);
  }
  const read = readSpan(lasts, { path: ['lasts'], min: bounds.lastsMsMin, max: bounds.lastsMsMax });
  if (!read.ok) return read;
  return done(read.value ?? (on === 'QUEUE_OLD' ? bounds.queueOldMsDefault : bounds.noWorkerMsDefault));
}

function readSpan(
  text: string | null | undefined,
  { path, min, max }: { path: string[]; min: number; max: number },
): Outcome<number | undefined> {
  if (text === undefined || text === null) return done(undefined);
  const read = parseDurationMs(text, path);
  if (!read.ok || (read.value >= min && read.value <= max)) return read;
  const message = `${text} is outside of ${sayDuration(min)} to ${sayDuration(max)}`;
  return refuseAll([{ code: 'BAD_DURATION', message, path }]);
}

function checkChannels(channels: readonly string[]): Refusal[] {
  const path = ['channels'];
  if (channels.length === 0) return [bad('a rule without a channel tells nobody', path)];
  if (channels.length <= bounds.channelsPerRuleMax) return [];
  return [bad(`a rule tells at most ${bounds.channelsPerRuleMax} channels`, path)];
}

function withoutEffect(field: string, on: NoticeKind): Refusal {
  return bad(`a rule on ${on} is not narrowed by ${field}; leave it out`, [field]);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function bad(message: string, path: string[]): Refusal {
  return { code: 'BAD_INPUT', message, path };
}
