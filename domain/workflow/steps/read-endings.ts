/** Reads when a step comes as the last of its run, and what undoes it. */
import { valueBounds } from '#domain/bounds/value.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { Compensation, Step } from '#domain/workflow/definition.ts';
import { checkFields, readText, readValue } from '#domain/workflow/fields.ts';
import { type ProblemList, report } from '#domain/workflow/problem.ts';

type At = { list: ProblemList; path: string[]; stepId: string | null };

/** `finally` and `compensate` of a step, as far as it says them. */
export function readEndings(at: At, step: JsonObject): Pick<Step, 'isFinally' | 'compensate'> {
  const isFinally = readFinally(at, step.finally);
  const compensate = readCompensation(at, step.compensate);
  return { ...(isFinally ? { isFinally } : {}), ...(compensate === undefined ? {} : { compensate }) };
}

function readFinally({ list, path, stepId }: At, value: Json | undefined): boolean {
  if (value === undefined || typeof value === 'boolean') return value === true;
  const message = 'finally is true or false; when such a step is to run, say in its condition';
  report(list, { code: 'BAD_INPUT', message, path: [...path, 'finally'], stepId });
  return false;
}

function readCompensation({ list, path: at, stepId }: At, value: Json | undefined): Compensation | undefined {
  if (value === undefined) return undefined;
  const path = [...at, 'compensate'];
  const lengthMax = valueBounds.nameLengthMax;
  if (!isJsonObject(value)) {
    const task = readText(list, { value, path, stepId, lengthMax });
    return task === undefined ? undefined : { task };
  }
  checkFields(list, { value, known: ['task', 'params'], path, stepId });
  const task = readText(list, { value: value.task, path: [...path, 'task'], stepId, lengthMax });
  const params =
    value.params === undefined
      ? undefined
      : readValue(list, { value: value.params, path: [...path, 'params'], stepId });
  return task === undefined ? undefined : { task, ...(params === undefined ? {} : { params }) };
}
