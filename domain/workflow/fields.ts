/** Reads single fields of a definition. Each hands back the value, or undefined after it reported what is wrong or found nothing. */
import { valueBounds } from '#domain/bounds/value.ts';
import { parseDurationMs } from '#domain/value/duration.ts';
import { forbiddenKeys, type Json, type JsonObject, unfitJson } from '#domain/value/json.ts';
import { type ProblemList, report } from '#domain/workflow/problem.ts';

type Field = { value: Json | undefined; path: string[]; stepId?: string | null };

const identifierPattern = /^[A-Za-z_]\w{0,199}$/;
// Words that the expression language keeps for itself.
const reservedNames = new Set(
  'as break const continue else false for function if import in let loop namespace null package return true var void while'.split(
    ' ',
  ),
);

/** Reports every field that nobody reads: a setting that would have no effect is refused, never ignored. */
export function checkFields(
  list: ProblemList,
  object: { value: JsonObject; known: readonly string[]; path: string[]; stepId: string | null },
): void {
  for (const name of Object.keys(object.value)) {
    if (object.known.includes(name)) continue;
    const message = `${name.slice(0, 100)} is not a field here; there are ${object.known.join(', ')}`;
    report(list, { code: 'UNKNOWN_FIELD', message, path: [...object.path, name], stepId: object.stepId });
  }
}

/** A text that must be there. */
export function readText(list: ProblemList, field: Field & { lengthMax: number }): string | undefined {
  const what = field.path.at(-1) ?? 'this';
  const fault = textFault(field.value, field.lengthMax);
  if (fault === undefined && typeof field.value === 'string') return field.value;
  report(list, { code: 'BAD_INPUT', message: `${what} ${fault}`, path: field.path, stepId: field.stepId ?? null });
  return undefined;
}

/** A name that expressions can reach with a dot. */
export function readIdentifier(list: ProblemList, field: Field): string | undefined {
  const { value } = field;
  if (
    typeof value === 'string' &&
    identifierPattern.test(value) &&
    !reservedNames.has(value) &&
    !forbiddenKeys.has(value)
  ) {
    return value;
  }
  const message = `${String(value).slice(0, 100)} is no name for a variable; use letters, digits and _, no reserved word`;
  report(list, { code: 'BAD_INPUT', message, path: field.path, stepId: field.stepId ?? null });
  return undefined;
}

/** The id of a step: any text that can be a key. */
export function readStepId(list: ProblemList, field: Field): string | undefined {
  const id = readText(list, { ...field, lengthMax: valueBounds.nameLengthMax });
  if (id === undefined || !forbiddenKeys.has(id)) return id;
  report(list, { code: 'BAD_INPUT', message: `${id} cannot be the id of a step`, path: field.path });
  return undefined;
}

/** One of a few words. */
export function readOneOf<Word extends string>(
  list: ProblemList,
  field: Field & { among: readonly Word[]; required?: boolean },
): Word | undefined {
  if (field.value === undefined && field.required !== true) return undefined;
  const word = field.among.find((known) => known === field.value);
  if (word !== undefined) return word;
  const message = `${field.path.at(-1)} is one of ${field.among.join(', ')}`;
  report(list, { code: 'BAD_INPUT', message, path: field.path, stepId: field.stepId ?? null });
  return undefined;
}

/** A whole number from 1 to its bound. */
export function readInteger(list: ProblemList, field: Field & { max: number }): number | undefined {
  if (field.value === undefined) return undefined;
  const { value } = field;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= field.max) return value;
  const message = `${field.path.at(-1)} is a whole number from 1 to ${field.max}`;
  report(list, { code: 'BAD_INPUT', message, path: field.path, stepId: field.stepId ?? null });
  return undefined;
}

/** An ISO 8601 duration above zero. */
export function readDurationMs(list: ProblemList, field: Field & { maxMs?: number }): number | undefined {
  if (field.value === undefined) return undefined;
  const text = typeof field.value === 'string' ? field.value : JSON.stringify(field.value);
  const parsed = parseDurationMs(text, field.path);
  const stepId = field.stepId ?? null;
  if (!parsed.ok) {
    for (const refusal of parsed.refusals) report(list, { ...refusal, stepId });
    return undefined;
  }
  if (parsed.value > 0 && parsed.value <= (field.maxMs ?? Number.POSITIVE_INFINITY)) return parsed.value;
  const message = `${field.path.at(-1)} must be above zero${field.maxMs === undefined ? '' : ` and at most ${field.maxMs} ms`}`;
  report(list, { code: 'BAD_DURATION', message, path: field.path, stepId });
  return undefined;
}

/** Any value that can be stored. */
export function readValue(
  list: ProblemList,
  field: { value: Json; path: string[]; stepId?: string | null },
): Json | undefined {
  const unfit = unfitJson(field.value);
  if (unfit === undefined) return field.value;
  const message = `${field.path.at(-1)} ${unfit}`;
  report(list, { code: 'BAD_INPUT', message, path: field.path, stepId: field.stepId ?? null });
  return undefined;
}

function textFault(value: Json | undefined, lengthMax: number): string | undefined {
  if (value === undefined) return 'is missing';
  if (typeof value !== 'string') return 'must be a text';
  if (value.trim() === '') return 'is empty';
  if (value.length > lengthMax) return `is longer than ${lengthMax} characters`;
  return unfitJson(value);
}
