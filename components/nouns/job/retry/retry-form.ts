/** What a retry with other params asks for. */
import type { Problems } from '#components/kit/form/form-state.ts';
import { printJson, readJson, readObject } from '#components/kit/form/schema/json-text.ts';
import { misfitsOf } from '#components/kit/form/schema/misfits.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';

/** `params` is JSON as it is typed. */
export type ParamsValues = { params: string; reason: string };

/** The params that the job has; an object without fields when it has none. */
export function paramsAtFirst(params: unknown): string {
  return printJson(params ?? {});
}

/** What the text stands for; nothing typed is no params. */
export function readParams(text: string): Json {
  return readJson(text) ?? {};
}

/** What can be seen to be wrong: no JSON object where there was one, or fields that do not fit the schema of the task. */
export function problemsInParams(
  { params }: ParamsValues,
  { schema, isObject }: { schema: JsonObject | undefined; isObject: boolean },
): Problems<'params' | 'reason'> {
  const object = readObject(params);
  if (object === undefined) return isObject ? { params: 'Params are one JSON object: { "name": value }.' } : {};
  const said = misfitsOf(schema ?? {}, object, 'field').map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  return said.length === 0 ? {} : { params: said.join(' ') };
}
