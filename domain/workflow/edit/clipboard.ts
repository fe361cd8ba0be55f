/** Steps on their way to another place or another workflow, as JSON. */
import { workflowBounds } from '#domain/bounds/workflow.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { isJsonObject, type Json, type JsonObject, sizeBytesAbove, unfitJson } from '#domain/value/json.ts';
import type { Outline } from './outline.ts';
import { childOf } from './tree-change.ts';

/** Steps in the contract's words or their author's, and the variables that they read. */
export type Clipboard = { steps: readonly JsonObject[]; variables: JsonObject };

// Tells what we copied from any other JSON.
const mark = 'taskflow/steps';

/** Steps as they are written, aliases written out, with the declarations of the variables that they read. */
export function copySteps({ steps, variables }: Outline, ids: readonly string[]): Clipboard {
  const copied = steps.filter(({ id, index }) => index !== undefined && ids.includes(id)).map(({ fields }) => fields);
  const read = new Set([...JSON.stringify(copied).matchAll(/vars\s*\.\s*\??(\w+)/g)].map(([, name]) => name));
  return {
    steps: copied,
    variables: Object.fromEntries(Object.entries(variables).filter(([name]) => read.has(name))),
  };
}

/** The text for the clipboard of the machine, where everybody can read it: without secrets. */
export function writeClipboard({ steps, variables }: Clipboard): string {
  const open = Object.entries(variables).filter(([, variable]) => !isSecret(variable));
  const written = {
    kind: mark,
    steps: steps.map((step) => withoutSecrets(step)),
    variables: Object.fromEntries(open),
  };
  return JSON.stringify(written, null, 2);
}

function isSecret(variable: Json): boolean {
  return childOf(variable, 'type') === 'secret' || childOf(variable, 'secret') !== undefined;
}

// By what such fields are called; an expression in their place only says where the secret comes from.
const secretName = /pass(?:word|wd|phrase)|secret|token|credential|api[-_]?key|private[-_]?key|authorization/i;

function withoutSecrets(value: JsonObject): JsonObject {
  const fields = Object.entries(value).flatMap(([name, field]): [string, Json][] => {
    const isOpen = typeof field !== 'string' || /^\s*\$\{\{[\s\S]*\}\}\s*$/.test(field);
    return secretName.test(name) && !isOpen ? [] : [[name, openPart(field)]];
  });
  return Object.fromEntries(fields);
}

function openPart(value: Json): Json {
  if (Array.isArray(value)) return value.map(openPart);
  return isJsonObject(value) ? withoutSecrets(value) : value;
}

/** Reads what somebody pastes: our own form, a definition, a list of steps or one step. */
export function readClipboard(text: string): Outcome<Clipboard> {
  if (sizeBytesAbove(workflowBounds.definitionSizeBytesMax, text) !== undefined) {
    return refuse('TOO_LARGE', 'this is too large to be pasted');
  }
  const value = parseJson(text);
  const unfit = value === undefined ? 'is no JSON' : unfitJson(value);
  if (value === undefined || unfit !== undefined) return refuse('BAD_INPUT', `what was copied ${unfit}`);
  const given = childOf(value, 'steps') ?? childOf(value, 'tasks') ?? value;
  const steps = Array.isArray(given) ? given : [given];
  const whole = steps.filter((step) => isJsonObject(step)).filter((step) => idOf(step) !== undefined);
  if (whole.length === 0 || whole.length < steps.length) {
    return refuse('BAD_INPUT', 'what was copied is not steps of a workflow');
  }
  if (whole.length > workflowBounds.stepsMax) {
    return refuse('TOO_LARGE', `more than ${workflowBounds.stepsMax} steps cannot be pasted`);
  }
  const variables = childOf(value, 'variables');
  return done({ steps: whole, variables: isJsonObject(variables) ? variables : {} });
}

/** The id of a step, by whatever word it has it. */
export function idOf(step: JsonObject): string | undefined {
  const id = ['id', 'name', 'task'].map((name) => childOf(step, name)).find((value) => value !== undefined);
  return typeof id === 'string' && id.trim() !== '' ? id : undefined;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
