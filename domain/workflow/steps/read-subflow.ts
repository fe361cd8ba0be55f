/** Reads `workflow` of a step: the sub-workflow that it runs. */
import { valueBounds } from '#domain/bounds/value.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import type { Step } from '#domain/workflow/definition.ts';
import { readText } from '#domain/workflow/fields.ts';
import { type ProblemList, report } from '#domain/workflow/problem.ts';

type At = { list: ProblemList; path: string[]; stepId: string | null };

// What only a job can have, and what nothing would honour for a run.
const taskFields = [
  ...['type', 'handler', 'retry', 'mutex', 'resources', 'queue', 'priority', 'sla'],
  ...['compensate', 'while', 'delay', 'wait', 'approval'],
];

/** The sub-workflow of the step; undefined where it has none, null where it cannot be read. */
export function readSubflow({ list, path, stepId }: At, value: JsonObject): Pick<Step, 'workflow'> | null | undefined {
  if (value.workflow === undefined) return undefined;
  const say = (message: string, field: string) =>
    report(list, { code: 'BAD_INPUT', message, path: [...path, field], stepId });
  for (const field of [...taskFields, ...(value.id === undefined ? [] : ['task'])])
    if (value[field] !== undefined) say(`${field} has no meaning for a step that runs a workflow`, field);
  if (value.params !== undefined && !isJsonObject(value.params))
    say('the params of a workflow are an object: a value for each of its variables', 'params');
  const lengthMax = valueBounds.nameLengthMax;
  const workflow = readText(list, { value: value.workflow, path: [...path, 'workflow'], stepId, lengthMax });
  return workflow === undefined ? null : { workflow };
}
