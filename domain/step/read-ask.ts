/**
 * What a step without a task waits for, read from its definition. The same reader takes what was filled in when the
 * step became ready; before that, a text with an expression in it is left for then.
 */
import type { Role } from '#domain/access/permissions.ts';
import { stepBounds } from '#domain/bounds/step.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { readSchema } from '#domain/json-schema/read-schema.ts';
import type { RefusalCode } from '#domain/refusal.ts';
import { parseDurationMs } from '#domain/value/duration.ts';
import { parseInstant } from '#domain/value/instant.ts';
import { isJsonObject, type Json, type JsonObject, unfitJson } from '#domain/value/json.ts';

export const approverRoles = ['OPERATOR', 'EDITOR', 'ADMIN'] as const satisfies readonly Role[];
export type ApproverRole = (typeof approverRoles)[number];

export type WaitAsk = { kind: 'WAIT'; until: Date | null; durationMs: number | null; signal: string | null };
export type ApprovalAsk = {
  kind: 'APPROVAL';
  title: string;
  description: string | null;
  roles: ApproverRole[];
};
/** `timeoutMs`: how long a signal or a person may take. */
export type Ask = (WaitAsk | ApprovalAsk) & { timeoutMs: number | null };

export type AskFault = { code: RefusalCode; message: string; path: string[] };

/** Reads it and says what is wrong, each with its place inside of `wait` or `approval`. */
export function readAsk(kind: 'WAIT' | 'APPROVAL', body: Json): { ask: Ask; faults: AskFault[] } {
  const faults: AskFault[] = [];
  const field = fieldReader(isJsonObject(body) ? body : {}, faults);
  if (!isJsonObject(body)) field.say('BAD_INPUT', 'it is an object', []);
  const timeoutMs = field.duration('timeout');
  if (kind === 'APPROVAL') return { ask: { ...readApproval(field), timeoutMs }, faults };
  field.onlyThese(['duration', 'until', 'signal', 'timeout']);
  const given = ['duration', 'until', 'signal'].filter((name) => field.has(name));
  if (given.length !== 1) field.say('BAD_INPUT', 'a wait has one of duration, until and signal', []);
  if (field.has('timeout') && !field.has('signal'))
    field.say('BAD_INPUT', 'only a wait for a signal has a timeout', ['timeout']);
  const [durationMs, until] = [field.duration('duration'), field.instant('until')];
  const signal = field.text('signal', valueBounds.nameLengthMax);
  return { ask: { kind, durationMs, until, signal, timeoutMs }, faults };
}

type Field = ReturnType<typeof fieldReader>;

function readApproval(field: Field): ApprovalAsk {
  field.onlyThese(['title', 'description', 'roles', 'form', 'timeout']);
  if (!field.has('title')) field.say('BAD_INPUT', 'an approval has a title: the question that is decided', ['title']);
  field.form();
  return {
    kind: 'APPROVAL',
    title: field.text('title', stepBounds.titleLengthMax) ?? '',
    description: field.text('description', valueBounds.textLengthMax),
    roles: field.roles(),
  };
}

function isOpen(value: Json | undefined): boolean {
  return typeof value === 'string' && value.includes('${{');
}

function fieldReader(body: JsonObject, faults: AskFault[]) {
  const say = (code: RefusalCode, message: string, path: string[]) => {
    faults.push({ code, message, path });
  };
  const has = (name: string) => body[name] !== undefined;
  const onlyThese = (names: readonly string[]) => {
    for (const name of Object.keys(body)) {
      if (names.includes(name)) continue;
      say('UNKNOWN_FIELD', `${name.slice(0, 100)} is not a field here; there are ${names.join(', ')}`, [name]);
    }
  };
  const text = (name: string, lengthMax: number): string | null => {
    const value = body[name];
    if (value === undefined || isOpen(value)) return null;
    if (typeof value === 'string' && value.trim() !== '' && value.length <= lengthMax && unfitJson(value) === undefined)
      return value;
    say('BAD_INPUT', `${name} is a text of 1 to ${lengthMax} characters`, [name]);
    return null;
  };
  const duration = (name: string): number | null => {
    const value = body[name];
    if (value === undefined || isOpen(value)) return null;
    const parsed = parseDurationMs(typeof value === 'string' ? value : JSON.stringify(value), [name]);
    if (!parsed.ok) faults.push(...parsed.refusals);
    else if (parsed.value > 0 && parsed.value <= stepBounds.waitMsMax) return parsed.value;
    else say('BAD_DURATION', `${name} must be above zero and at most 366 days`, [name]);
    return null;
  };
  const instant = (name: string): Date | null => {
    const value = body[name];
    if (value === undefined || isOpen(value)) return null;
    const parsed = typeof value === 'string' ? parseInstant(value) : undefined;
    if (parsed === undefined)
      say('BAD_INPUT', `${name} is an instant with its offset, such as 2026-03-01T09:00:00Z`, [name]);
    return parsed ?? null;
  };
  const roles = (): ApproverRole[] => {
    const value = body.roles ?? ['operator'];
    const named = Array.isArray(value) ? value : [];
    const known = named.flatMap((one) => approverRoles.find((role) => role === String(one).toUpperCase()) ?? []);
    if (known.length === 0 || known.length < named.length)
      say('BAD_INPUT', `roles are one or more of ${approverRoles.join(', ').toLowerCase()}`, ['roles']);
    return [...new Set(known)];
  };
  const form = () => {
    const schema = body.form;
    if (schema === undefined) return;
    if (!isJsonObject(schema)) return say('BAD_INPUT', 'form is a JSON Schema', ['form']);
    if (JSON.stringify(schema).length > stepBounds.formSizeBytesMax)
      return say('TOO_LARGE', `form has at most ${stepBounds.formSizeBytesMax} bytes`, ['form']);
    for (const { message, path } of readSchema(schema).faults) say('BAD_INPUT', message, ['form', ...path]);
  };
  return { say, has, onlyThese, text, duration, instant, roles, form };
}
