/** Reads `wait` and `approval`: the steps that no task carries out. */
import { readAsk } from '#domain/step/read-ask.ts';
import { parseInstant } from '#domain/value/instant.ts';
import { isJsonObject, type JsonObject } from '#domain/value/json.ts';
import type { Step } from '#domain/workflow/definition.ts';
import { readValue } from '#domain/workflow/fields.ts';
import { type ProblemList, report } from '#domain/workflow/problem.ts';
import { loopFields } from '#domain/workflow/steps/read-loop.ts';

type At = { list: ProblemList; path: string[]; stepId: string | null };

// What only a job can have.
const taskFields = [
  ...['type', 'handler', 'params', 'retry', 'timeout', 'mutex', 'resources', 'queue', 'priority', 'sla'],
  ...['compensate', ...loopFields],
];

/** What the step waits for; undefined where a task carries it out, null where it cannot be read. */
export function readWaiting(at: At, value: JsonObject): Pick<Step, 'wait' | 'approval'> | null | undefined {
  const { list, path, stepId } = at;
  const kinds = ['wait', 'approval'].filter((name) => value[name] !== undefined);
  const [kind, other] = kinds;
  if (kind === undefined) return undefined;
  const say = (message: string, field: string) =>
    report(list, { code: 'BAD_INPUT', message, path: [...path, field], stepId });
  if (other !== undefined) say('a step waits or asks for approval, not both', other);
  for (const field of [...taskFields, ...(value.id === undefined ? [] : ['task'])])
    if (value[field] !== undefined) say(`${field} belongs to a step that a task carries out, not to ${kind}`, field);
  const given = value[kind] ?? null;
  const body = readValue(list, { value: given, path: [...path, kind], stepId });
  if (body === undefined) return null;
  const whole = kind === 'wait' && isJsonObject(body) ? withExpression(body) : body;
  const { faults } = readAsk(kind === 'wait' ? 'WAIT' : 'APPROVAL', whole);
  for (const { code, message, path: inside } of faults)
    report(list, { code, message: `${kind}: ${message}`, path: [...path, kind, ...inside], stepId });
  if (!isJsonObject(whole)) return null;
  return kind === 'wait' ? { wait: whole } : { approval: whole };
}

// `until` is an expression wherever it is not an instant as it stands.
function withExpression(body: JsonObject): JsonObject {
  const { until } = body;
  if (typeof until !== 'string' || until.trim() === '' || until.includes('${{')) return body;
  return parseInstant(until) === undefined ? { ...body, until: `\${{ ${until} }}` } : body;
}
