/** Reads where the jobs of a step wait, and how soon they are to start and end: what stands in the place of its task's. */
import { jobBounds } from '#domain/bounds/job.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { parseSla, type Sla } from '#domain/sla/sla.ts';
import { checkInteger } from '#domain/value/input-checks.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import type { Step } from '#domain/workflow/definition.ts';
import { readText } from '#domain/workflow/fields.ts';
import { type ProblemList, report } from '#domain/workflow/problem.ts';

type At = { list: ProblemList; path: string[]; stepId: string | null };

/** The queue, the priority and the service level of a step, as far as it says them. */
export function readQueueing(at: At, step: JsonObject): Pick<Step, 'queue' | 'priority' | 'sla'> {
  const queue = readQueue(at, step.queue);
  const priority = readPriority(at, step.priority);
  const sla = readSla(at, step.sla);
  return {
    ...(queue === undefined ? {} : { queue }),
    ...(priority === undefined ? {} : { priority }),
    ...(sla === undefined ? {} : { sla }),
  };
}

function readQueue({ list, path, stepId }: At, value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  return readText(list, { value, path: [...path, 'queue'], stepId, lengthMax: valueBounds.nameLengthMax });
}

function readPriority({ list, path, stepId }: At, value: Json | undefined): number | undefined {
  if (value === undefined) return undefined;
  const { priorityMin: min, priorityMax: max } = jobBounds;
  const refusals = checkInteger({ value: value ?? Number.NaN, path: [...path, 'priority'], min, max });
  for (const refusal of refusals) report(list, { ...refusal, stepId });
  return refusals.length === 0 && typeof value === 'number' ? value : undefined;
}

function readSla({ list, path, stepId }: At, value: Json | undefined): Sla | undefined {
  if (value === undefined) return undefined;
  const sla = parseSla(value ?? '', [...path, 'sla']);
  if (!sla.ok) {
    for (const refusal of sla.refusals) report(list, { ...refusal, stepId });
    return undefined;
  }
  return Object.keys(sla.value).length === 0 ? undefined : sla.value;
}
