/** Reads what makes a step a loop: `foreach` with its policy, or `while` with its delay. */
import { expressionBounds } from '#domain/bounds/expression.ts';
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { formatDuration } from '#domain/value/duration.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { checkFields, readDurationMs, readInteger, readText } from '#domain/workflow/fields.ts';
import { type ProblemList, report } from '#domain/workflow/problem.ts';

/** What failed items mean for their step: any, none, more than so many, or more than so many percent of all fail it. */
export type ItemFailure = 'fail' | 'continue' | { threshold: number } | { thresholdPercent: number };

/** `list` and `condition` are expressions. */
export type Foreach = { kind: 'foreach'; list: string; maxConcurrency?: number; onItemFailure?: ItemFailure };
export type While = { kind: 'while'; condition: string; delayMs?: number };
export type Loop = Foreach | While;

export const loopFields = ['foreach', 'maxConcurrency', 'onItemFailure', 'while', 'delay'];

const ownFields = { foreach: ['maxConcurrency', 'onItemFailure'], while: ['delay'] } as const;
const percentPattern = /^(\d{1,3})%$/;

type At = { list: ProblemList; path: string[]; stepId: string | null };

/** The loop of a step; undefined for a step that runs once, and for what was reported. */
export function readLoop(at: At, value: JsonObject): Loop | undefined {
  const say = (field: string, message: string) =>
    report(at.list, { code: 'BAD_INPUT', message, path: [...at.path, field], stepId: at.stepId });
  for (const kind of ['foreach', 'while'] as const)
    for (const field of ownFields[kind])
      if (value[field] !== undefined && value[kind] === undefined) say(field, `${field} belongs to a ${kind} step`);
  if (value.foreach !== undefined && value.while !== undefined) {
    say('while', 'a step repeats by foreach or by while, not by both');
    return undefined;
  }
  if (value.foreach !== undefined) return readForeach(at, value);
  return value.while === undefined ? undefined : readWhile(at, value);
}

function readForeach(at: At, value: JsonObject): Foreach | undefined {
  const { list: problems, path, stepId } = at;
  const list = readText(problems, {
    value: value.foreach,
    path: [...path, 'foreach'],
    stepId,
    lengthMax: expressionBounds.expressionLengthMax,
  });
  const max = workflowBounds.itemsAtOnceMax;
  const concurrency = { value: value.maxConcurrency, path: [...path, 'maxConcurrency'], stepId, max };
  const maxConcurrency = readInteger(problems, concurrency);
  const onItemFailure = readItemFailure(at, value.onItemFailure);
  if (list === undefined) return undefined;
  return {
    kind: 'foreach',
    list,
    ...(maxConcurrency !== undefined && { maxConcurrency }),
    ...(onItemFailure !== undefined && onItemFailure !== 'fail' && { onItemFailure }),
  };
}

function readItemFailure({ list, path: place, stepId }: At, value: Json | undefined): ItemFailure | undefined {
  if (value === undefined || value === 'fail' || value === 'continue') return value;
  const path = [...place, 'onItemFailure'];
  if (isJsonObject(value)) {
    checkFields(list, { value, known: ['threshold'], path, stepId });
    const { threshold } = value;
    const isCount = typeof threshold === 'number' && Number.isInteger(threshold) && threshold >= 1;
    if (isCount && threshold <= workflowBounds.itemsMax) return { threshold };
    const percent = Number(percentPattern.exec(typeof threshold === 'string' ? threshold : '')?.[1] ?? 0);
    if (percent >= 1 && percent <= 100) return { thresholdPercent: percent };
  }
  const message = `onItemFailure is fail, continue or { threshold: .. } with how many items may fail, 1 to ${workflowBounds.itemsMax} or "1%" to "100%"`;
  report(list, { code: 'BAD_INPUT', message, path, stepId });
  return undefined;
}

function readWhile({ list, path, stepId }: At, value: JsonObject): While | undefined {
  // YAML reads a bare `true` as a boolean; as an expression it means the same.
  const text = typeof value.while === 'boolean' ? String(value.while) : value.while;
  const lengthMax = expressionBounds.expressionLengthMax;
  const condition = readText(list, { value: text, path: [...path, 'while'], stepId, lengthMax });
  const delay = { value: value.delay, path: [...path, 'delay'], stepId, maxMs: workflowBounds.iterationDelayMsMax };
  const delayMs = readDurationMs(list, delay);
  return condition === undefined ? undefined : { kind: 'while', condition, ...(delayMs !== undefined && { delayMs }) };
}

/** The fields that `readLoop` makes the loop of. */
export function printLoop(loop: Loop): JsonObject {
  if (loop.kind === 'while')
    return {
      while: loop.condition,
      ...(loop.delayMs !== undefined && { delay: formatDuration(loop.delayMs) }),
    };
  const { list, maxConcurrency, onItemFailure } = loop;
  return {
    foreach: list,
    ...(maxConcurrency !== undefined && { maxConcurrency }),
    ...(onItemFailure !== undefined && { onItemFailure: printItemFailure(onItemFailure) }),
  };
}

function printItemFailure(policy: ItemFailure): Json {
  if (typeof policy === 'string' || 'threshold' in policy) return policy;
  return { threshold: `${policy.thresholdPercent}%` };
}
