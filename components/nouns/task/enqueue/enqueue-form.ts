/** What a job is asked for by hand: its params, by the schema of its task, and when and how it goes. */
import type { EnqueueJobInput } from '#components/generated/tasks.ts';
import type { Fields, InnerProblem, Problems } from '#components/kit/form/form-state.ts';
import { readJson, readObject } from '#components/kit/form/schema/json-text.ts';
import { misfitsOf } from '#components/kit/form/schema/misfits.ts';
import { instantOf } from '#components/nouns/schedule/builder/wall-time.ts';
import { jobBounds } from '#domain/bounds/job.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

/** `params` is JSON; `runAt` a wall-clock time of the zone that is shown. Empty means the task's own, or none. */
export type EnqueueValues = {
  params: string;
  queue: string;
  priority: string;
  runAt: string;
  idempotencyKey: string;
  correlationId: string;
};
export type EnqueueField = keyof EnqueueValues;

export const enqueueFields: Fields<EnqueueField, EnqueueValues> = {
  params: { label: 'Params', of: ['params'] },
  runAt: { label: 'Not before', of: ['runAt'] },
  priority: { label: 'Priority', of: ['priority'] },
  queue: { label: 'Queue', of: ['queue'] },
  idempotencyKey: { label: 'Idempotency key', of: ['idempotencyKey'] },
  correlationId: { label: 'Correlation id', of: ['correlationId'] },
};

/** What the form begins with: every default of the schema, and what can be nothing else. */
export function enqueueAtFirst(schema: JsonObject | undefined): EnqueueValues {
  const properties = isJsonObject(schema?.properties) ? Object.entries(schema.properties) : [];
  const defaults = properties.flatMap(([name, property]): [string, Json][] => {
    const given = isJsonObject(property) ? (property.default ?? property.const) : undefined;
    return given === undefined ? [] : [[name, given]];
  });
  const params = JSON.stringify(Object.fromEntries(defaults), null, 2);
  return { params, queue: '', priority: '', runAt: '', idempotencyKey: '', correlationId: '' };
}

/** What is wrong with the params, each at its own. Only objects are looked into; the API says the rest. */
export function paramProblems(schema: JsonObject | undefined, text: string): InnerProblem[] {
  const value = readJson(text);
  const isText = typeof value === 'string' && !text.trim().startsWith('"');
  if (isText) return [{ path: [], message: 'Params are JSON, for example { "name": "value" }.' }];
  const object = readObject(text);
  return schema === undefined || object === undefined ? [] : misfitsOf(schema, object, 'param');
}

/** What can be seen to be wrong without asking. */
export function problemsInEnqueue(schema: JsonObject | undefined, values: EnqueueValues): Problems<EnqueueField> {
  const found = paramProblems(schema, values.params);
  const said = found.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`));
  const priority = values.priority.trim();
  return {
    ...(said.length > 0 && { params: said.join(' ') }),
    ...(priority !== '' &&
      !/^-?\d{1,6}$/.test(priority) && {
        priority: `A whole number from ${jobBounds.priorityMin} to ${jobBounds.priorityMax}.`,
      }),
  };
}

/** The job as the API is asked for it. */
export function enqueueInput(task: string, values: EnqueueValues, timeZone: string): EnqueueJobInput {
  const { queue, priority, idempotencyKey, correlationId } = values;
  const params = readJson(values.params);
  const runAt = instantOf(values.runAt, timeZone);
  return {
    task,
    ...(params !== undefined && { params }),
    ...(queue.trim() !== '' && { queue: queue.trim() }),
    ...(priority.trim() !== '' && { priority: Number(priority) }),
    ...(runAt !== undefined && { runAt }),
    ...(idempotencyKey.trim() !== '' && { idempotencyKey: idempotencyKey.trim() }),
    ...(correlationId.trim() !== '' && { correlationId: correlationId.trim() }),
  };
}
