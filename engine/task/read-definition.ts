/** What a task is to be, read from what a caller gives: everything that is wrong with it at once, each with its place. */
import { jobBounds } from '#domain/bounds/job.ts';
import { taskBounds } from '#domain/bounds/task.ts';
import { parseNeeds, storedNeeds } from '#domain/gate/declared-needs.ts';
import type { OutboundRules } from '#domain/outbound/admit-url.ts';
import { defaultPriority, defaultTimeoutMs } from '#domain/policy/defaults.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { parseSla } from '#domain/sla/sla.ts';
import { type Handler, parseHandler } from '#domain/task/handler.ts';
import { refuseUnreachable } from '#domain/task/handler-addresses.ts';
import { parseRetryPolicy } from '#domain/task/retry-policy.ts';
import { formatDuration, parseDurationMs } from '#domain/value/duration.ts';
import { checkInteger, checkKnownName, checkLabels, checkText } from '#domain/value/input-checks.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { checkSchema } from './input-schema.ts';

/** `resultSchema` is stored here and enforced by the worker when it settles a job. Durations are ISO 8601. */
export type RegisterTaskInput = {
  name: string;
  description?: string | null;
  handler: unknown;
  /** Name of a queue that exists; `default` unless given. */
  queue?: string | null;
  priority?: number | null;
  timeout?: string | null;
  retry?: unknown;
  inputSchema?: unknown;
  resultSchema?: unknown;
  mutex?: unknown;
  resources?: unknown;
  concurrency?: unknown;
  rate?: unknown;
  sla?: unknown;
  labels?: unknown;
};

/** A version as it is stored, but for its number and its author. */
export type DefinitionContent = {
  description: string | null;
  handler: Handler;
  priority: number;
  timeoutMs: number;
  retry: JsonObject;
  inputSchema: JsonObject | null;
  resultSchema: JsonObject | null;
  sla: JsonObject | null;
  needs: JsonObject | null;
  labels: JsonObject;
};

/** A definition as it would be stored, but for its queue and the values of headers that it keeps. */
export function readDefinition(input: RegisterTaskInput, rules: OutboundRules): Outcome<DefinitionContent> {
  const refusals: Refusal[] = [
    ...checkKnownName({ value: input.name, path: ['name'] }),
    ...checkText({ value: input.description, path: ['description'] }),
    ...checkInteger({
      value: input.priority,
      path: ['priority'],
      min: jobBounds.priorityMin,
      max: jobBounds.priorityMax,
    }),
    ...checkLabels({ value: input.labels, path: ['labels'] }),
    ...checkOptionalSchema(input.inputSchema, ['inputSchema']),
    ...checkOptionalSchema(input.resultSchema, ['resultSchema']),
  ];
  const handler = parseHandler(input.handler);
  const timeout = parseTimeout(input.timeout);
  const retry = parseRetryPolicy(input.retry, ['retry']);
  const sla = parseSla(input.sla, ['sla']);
  const needs = parseNeeds(input);
  for (const outcome of [handler, timeout, retry, sla, needs]) if (!outcome.ok) refusals.push(...outcome.refusals);
  if (handler.ok) refusals.push(...refuseUnreachable(handler.value, rules));
  if (refusals.length > 0 || !handler.ok || !timeout.ok || !retry.ok || !needs.ok) return refuseAll(refusals);
  return done({
    description: input.description ?? null,
    handler: handler.value,
    priority: input.priority ?? defaultPriority,
    timeoutMs: timeout.value,
    // Written out in full, so that a later change of a default changes no registered task.
    retry: {
      maxAttempts: retry.value.maxAttempts,
      strategy: retry.value.strategy,
      baseDelay: formatDuration(retry.value.baseDelayMs),
      maxDelay: formatDuration(retry.value.maxDelayMs),
      jitter: retry.value.jitter,
      // Written when it is so, so that what was stored before it was known stays the same.
      ...(retry.value.resultContract && { resultContract: true }),
    },
    inputSchema: isJsonObject(input.inputSchema) ? input.inputSchema : null,
    resultSchema: isJsonObject(input.resultSchema) ? input.resultSchema : null,
    sla: isJsonObject(input.sla) ? present(input.sla) : null,
    needs: needs.value === null ? null : storedNeeds(needs.value),
    labels: isJsonObject(input.labels) ? input.labels : {},
  });
}

function checkOptionalSchema(schema: unknown, path: string[]): Refusal[] {
  return isAbsent(schema) ? [] : checkSchema(schema, path);
}

function parseTimeout(timeout: string | null | undefined): Outcome<number> {
  if (timeout === undefined || timeout === null) return done(defaultTimeoutMs);
  const parsed = parseDurationMs(timeout, ['timeout']);
  if (!parsed.ok || (parsed.value > 0 && parsed.value <= taskBounds.timeoutMsMax)) return parsed;
  return refuse(
    'BAD_DURATION',
    `a timeout is longer than nothing and at most ${formatDuration(taskBounds.timeoutMsMax)}`,
    ['timeout'],
  );
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function present(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, Json] => field[1] !== null && field[1] !== undefined),
  );
}
