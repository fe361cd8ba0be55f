/** The form that starts a run, made from the variables that a definition declares. */
import type { UserError } from '#components/api/use-command.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import type { VariableType } from '#domain/workflow/definition.ts';
import { misfit } from '#domain/workflow/variables.ts';

/** One variable as a field. `choices` are the values it may have, when its author listed them. */
export type StartField = {
  name: string;
  type: VariableType;
  isRequired: boolean;
  description: string | undefined;
  default: Json | undefined;
  choices: readonly Json[] | undefined;
};

/** What stands in the fields, by variable. */
export type Typed = Readonly<Record<string, string>>;

/** What the run starts with, or what is wrong with each field. */
export type ReadForm = { ok: true; variables: JsonObject } | { ok: false; problems: Readonly<Record<string, string>> };

/** The fields of a definition in its normal form. */
export function fieldsOf(definition: unknown): StartField[] {
  if (!isJsonObject(definition) || !isJsonObject(definition.variables)) return [];
  return Object.entries(definition.variables).map(([name, variable]) => fieldOf(name, variable));
}

/** What the form begins with: every default, as a person would type it. */
export function typedAtFirst(fields: readonly StartField[]): Typed {
  return Object.fromEntries(
    fields.map((field) => [field.name, field.default === undefined ? '' : typedOf(field, field.default)]),
  );
}

/** A value as it stands in its field. */
export function typedOf({ type, choices }: StartField, value: Json): string {
  if (choices !== undefined) return JSON.stringify(value);
  if (type === 'string' && typeof value === 'string') return value;
  return JSON.stringify(value, null, type === 'object' || type === 'array' ? 2 : undefined);
}

/** Reads the form. A field left empty is not given, so that the default of its variable counts. */
export function readForm(fields: readonly StartField[], typed: Typed): ReadForm {
  const problems: [string, string][] = [];
  const variables: [string, Json][] = [];
  for (const field of fields) {
    const text = typed[field.name] ?? '';
    const isLeftEmpty = field.type === 'string' ? text === '' : text.trim() === '';
    if (isLeftEmpty) {
      if (field.isRequired && field.default === undefined) problems.push([field.name, 'This variable is required.']);
      continue;
    }
    const read = readField(field, text);
    if ('problem' in read) problems.push([field.name, read.problem]);
    else variables.push([field.name, read.value]);
  }
  if (problems.length > 0) return { ok: false, problems: Object.fromEntries(problems) };
  return { ok: true, variables: Object.fromEntries(variables) };
}

/** Puts what the API refused beside the fields that it names; the rest belongs to the whole form. */
export function placeRefusals(
  refusals: readonly UserError[],
  fields: readonly StartField[],
): { byField: Readonly<Record<string, string>>; rest: string[] } {
  const byField: [string, string][] = [];
  const rest: string[] = [];
  for (const { message, path } of refusals) {
    const [place, name] = path?.slice(path.indexOf('variables')) ?? [];
    const field = place === 'variables' ? fields.find((known) => known.name === name) : undefined;
    if (field === undefined) rest.push(message);
    else byField.push([field.name, message]);
  }
  return { byField: Object.fromEntries(byField), rest };
}

function fieldOf(name: string, variable: Json): StartField {
  const declared = isJsonObject(variable) ? variable : {};
  return {
    name,
    type: isVariableType(declared.type) ? declared.type : 'string',
    isRequired: declared.required === true,
    description: typeof declared.description === 'string' ? declared.description : undefined,
    default: declared.default,
    choices: Array.isArray(declared.enum) ? declared.enum : undefined,
  };
}

function readField(field: StartField, text: string): { value: Json } | { problem: string } {
  if (field.type === 'string' && field.choices === undefined) return { value: text };
  const value = parseJson(text);
  if (value === undefined) return { problem: sentenceOf[field.type] };
  if (field.choices !== undefined) return { value };
  const fault = misfit(field.type, value);
  return fault === undefined ? { value } : { problem: sentenceOf[field.type] };
}

const sentenceOf: Record<VariableType, string> = {
  string: 'Choose one of the values.',
  number: 'This is not a number: write digits, with a point for fractions.',
  integer: 'This is not a whole number.',
  boolean: 'Choose true or false.',
  object: 'This is not a JSON object: { "name": value }.',
  array: 'This is not a JSON list: [value, value].',
};

// Not by the list in domain/: that would bring the reader of YAML onto every screen with a start button.
function isVariableType(type: Json | undefined): type is VariableType {
  return typeof type === 'string' && Object.hasOwn(sentenceOf, type);
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
