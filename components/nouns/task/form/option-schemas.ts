/** What each builtin handler may be told, as the form draws it. The params of a job may give the same. */
import { taskBounds } from '#domain/bounds/task.ts';
import type { BuiltinName } from '#domain/task/handler.ts';
import type { JsonObject } from '#domain/value/json.ts';

const ms = { type: 'integer', minimum: 0, maximum: taskBounds.timeoutMsMax };

const options = (properties: JsonObject): JsonObject => ({ type: 'object', properties, additionalProperties: false });

export const optionSchemas: Record<BuiltinName, JsonObject> = {
  noop: options({}),
  echo: options({}),
  sleep: options({ ms: { ...ms, title: 'How long, in ms' } }),
  fail: options({
    times: { type: 'integer', minimum: 0, title: 'How many attempts fail; all of them when empty' },
    message: { type: 'string', title: 'What it says' },
    retryable: { type: 'boolean', title: 'Whether it may be tried again' },
  }),
  log: options({
    lines: { type: 'integer', minimum: 0, maximum: taskBounds.builtinLinesMax, title: 'How many lines' },
    everyMs: { ...ms, title: 'One every so many ms' },
    text: { type: 'string', title: 'What they say' },
    error: { type: 'string', title: 'What it fails with at the end, if it does' },
  }),
};

export const builtinSentences: Record<BuiltinName, string> = {
  noop: 'Does nothing, at once.',
  echo: 'Answers with its params.',
  sleep: 'Waits, and succeeds.',
  fail: 'Fails, for so many attempts or always.',
  log: 'Writes lines to its log.',
};

/** Whether there is anything to be told. */
export function takesOptions(name: BuiltinName): boolean {
  const { properties } = optionSchemas[name];
  return typeof properties === 'object' && properties !== null && Object.keys(properties).length > 0;
}
