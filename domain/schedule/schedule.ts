/**
 * What a person may ask of a schedule, read completely before anything is stored: every refusal at once, each with
 * its path. A setting that would have no effect is refused, never ignored.
 */
import { valueBounds } from '#domain/bounds/value.ts';
import { done, type Outcome, type Refusal, type RefusalCode, refuseAll } from '#domain/refusal.ts';
import { nextInstant, parseTimetable, type Timetable } from '#domain/timetable/cron.ts';
import {
  type CatchUp,
  defaultCatchUp,
  defaultOverlap,
  laterOverlapPolicies,
  type OverlapPolicy,
  overlapPolicies,
} from '#domain/timetable/plan-ticks.ts';
import { parseDurationMs } from '#domain/value/duration.ts';
import { checkName } from '#domain/value/input-checks.ts';
import { isJsonObject, type Json, type JsonObject, sizeBytesAbove, unfitJson } from '#domain/value/json.ts';

/** A schedule as an integrator writes it. Absent and null both mean: the default. */
export type ScheduleInput = {
  name: string;
  cron: string;
  timeZone?: string | null;
  target: { task?: string | null; workflow?: string | null };
  params?: Json;
  overlap?: string | null;
  catchUp?: { policy?: string | null; window?: string | null } | null;
  jitter?: string | null;
  calendars?: readonly unknown[] | null;
  blackouts?: unknown;
  dependsOn?: readonly unknown[] | null;
  startAt?: Date | null;
  endAt?: Date | null;
};

/** What the schedule makes when it fires: a job of a task, or a run of a workflow; by name or id. */
export type TargetName = { kind: 'task' | 'workflow'; name: string };

/** A schedule that makes sense by itself; whether its target exists is for the database to say. */
export type ScheduleSettings = {
  name: string;
  cron: string;
  timeZone: string;
  timetable: Timetable;
  target: TargetName;
  params: JsonObject;
  overlap: OverlapPolicy;
  catchUp: CatchUp;
  startAt: Date | null;
  endAt: Date | null;
};

/** The span in which an instant of a schedule counts. */
export type ScheduleSpan = { timetable: Timetable; startAt: Date | null; endAt: Date | null };

const day = 24 * 3_600_000;

/** Reads a schedule. `id` is what `H` in its expression is stable for; `timeZone` counts when none is given. */
export function parseSchedule(
  input: ScheduleInput,
  defaults: { id: string; timeZone: string; name?: string },
): Outcome<ScheduleSettings> {
  const refusals: Refusal[] = [];
  const take = <T>(outcome: Outcome<T>): T | undefined => {
    if (outcome.ok) return outcome.value;
    refusals.push(...outcome.refusals);
    return undefined;
  };
  const name = take(readName(input.name, defaults.name));
  const cron = input.cron.trim();
  const timeZone = input.timeZone ?? defaults.timeZone;
  const timetable = take(parseTimetable({ cron, timeZone, hashSeed: defaults.id }));
  const target = take(readTarget(input.target));
  const params = take(readParams(input.params));
  const overlap = take(readOverlap(input.overlap ?? defaultOverlap));
  const catchUp = take(readCatchUp(input.catchUp));
  refusals.push(...unsupportedTiming(input));
  const { startAt = null, endAt = null } = input;
  refusals.push(...badSpan(startAt, endAt));
  if (refusals.length > 0) return refuseAll(refusals);
  if (name === undefined || timetable === undefined || target === undefined) return refuseAll(refusals);
  if (params === undefined || overlap === undefined || catchUp === undefined) return refuseAll(refusals);
  return done({ name, cron, timeZone, timetable, target, params, overlap, catchUp, startAt, endAt });
}

/** The first instant after now at which the schedule is due; undefined when its end comes before. */
export function firstInstant(span: ScheduleSpan, nowMs: number): Date | undefined {
  // The start itself may be an instant of the timetable.
  const afterMs = span.startAt === null ? nowMs : Math.max(nowMs, span.startAt.getTime() - 1);
  const atMs = nextInstant(span.timetable, afterMs);
  if (atMs === undefined) return undefined;
  return span.endAt !== null && atMs > span.endAt.getTime() ? undefined : new Date(atMs);
}

/** Refusals for the ways to bend a timetable that do not work yet. */
export function unsupportedTiming(
  input: Pick<ScheduleInput, 'jitter' | 'calendars' | 'blackouts' | 'dependsOn'>,
): Refusal[] {
  const refusals: Refusal[] = [];
  const say = (field: string, words: string) => {
    refusals.push({ code: 'UNSUPPORTED', message: `${words} not available yet`, path: [field] });
  };
  if (input.jitter !== undefined && input.jitter !== null) say('jitter', 'jitter is');
  if ((input.calendars ?? []).length > 0) say('calendars', 'calendars are');
  if (!isNothing(input.blackouts)) say('blackouts', 'blackouts are');
  if ((input.dependsOn ?? []).length > 0) say('dependsOn', 'dependencies between schedules are');
  return refusals;
}

// A schedule keeps the name it has, whatever the rules for new ones are.
function readName(name: string, known: string | undefined): Outcome<string> {
  const refusals = name === known ? [] : checkName({ value: name, path: ['name'] });
  return refusals.length > 0 ? refuseAll(refusals) : done(name);
}

function readTarget(target: ScheduleInput['target']): Outcome<TargetName> {
  const task = target.task ?? undefined;
  const workflow = target.workflow ?? undefined;
  if (task !== undefined && workflow === undefined) return done({ kind: 'task', name: task });
  if (workflow !== undefined && task === undefined) return done({ kind: 'workflow', name: workflow });
  return no('BAD_INPUT', 'name either a task or a workflow', ['target']);
}

function readParams(params: Json | undefined): Outcome<JsonObject> {
  if (params === undefined || params === null) return done({});
  const unfit = unfitJson(params);
  if (unfit !== undefined) return no('BAD_INPUT', `the value ${unfit}`, ['params']);
  if (!isJsonObject(params)) return no('BAD_INPUT', 'params are an object', ['params']);
  const sizeBytes = sizeBytesAbove(valueBounds.payloadSizeBytesMax, JSON.stringify(params));
  if (sizeBytes === undefined) return done(params);
  return no('TOO_LARGE', `the params have ${sizeBytes} bytes, ${valueBounds.payloadSizeBytesMax} is the most`, [
    'params',
  ]);
}

function readOverlap(overlap: string): Outcome<OverlapPolicy> {
  const known = overlapPolicies.find((policy) => policy === overlap);
  if (known !== undefined) return done(known);
  if (!laterOverlapPolicies.some((policy) => policy === overlap))
    return no('BAD_INPUT', `"${overlap.slice(0, 40)}" is no overlap policy`, ['overlap']);
  const available = overlapPolicies.join(' and ');
  return no('UNSUPPORTED', `overlap ${overlap} is not available yet; ${available} are`, ['overlap']);
}

function readCatchUp(catchUp: ScheduleInput['catchUp']): Outcome<CatchUp> {
  const policy = catchUp?.policy ?? defaultCatchUp.policy;
  const window = catchUp?.window ?? undefined;
  const path = ['catchUp', 'window'];
  switch (policy) {
    case 'NONE':
      return window === undefined
        ? done(defaultCatchUp)
        : no('BAD_INPUT', 'without catch-up a window has no effect', path);
    case 'LAST': {
      // A job of every day is worth catching up until the next one is due.
      if (window === undefined) return done({ policy, windowMs: day });
      const parsed = parseDurationMs(window, path);
      if (!parsed.ok) return parsed;
      return parsed.value > 0
        ? done({ policy, windowMs: parsed.value })
        : no('BAD_INPUT', 'a window of zero never catches up', path);
    }
    case 'ALL':
      return no('UNSUPPORTED', 'catch-up ALL is not available yet; NONE and LAST are', ['catchUp', 'policy']);
    default:
      return no('BAD_INPUT', `"${policy.slice(0, 40)}" is no catch-up policy`, ['catchUp', 'policy']);
  }
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function badSpan(startAt: Date | null, endAt: Date | null): Refusal[] {
  const refusals: Refusal[] = [];
  for (const [field, at] of Object.entries({ startAt, endAt })) {
    if (at !== null && Number.isNaN(at.getTime()))
      refusals.push({ code: 'BAD_INPUT', message: `${field} is no instant`, path: [field] });
  }
  if (startAt !== null && endAt !== null && endAt <= startAt) {
    refusals.push({ code: 'BAD_INPUT', message: 'it would end before it starts', path: ['endAt'] });
  }
  return refusals;
}

function no(code: RefusalCode, message: string, path: string[]): { ok: false; refusals: Refusal[] } {
  return refuseAll([{ code, message, path }]);
}
