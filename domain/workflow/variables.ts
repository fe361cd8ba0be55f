/** The variables of a run: what was given, checked against what the workflow declares, with defaults filled in. */
import { valueBounds } from '#domain/bounds/value.ts';
import { valueSizeBytes } from '#domain/expression/values.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { unreachable } from '#domain/unreachable.ts';
import { isJsonObject, type Json, type JsonObject, unfitJson } from '#domain/value/json.ts';
import type { Definition, VariableType } from '#domain/workflow/definition.ts';

/** The variables a run starts with. Null counts as not given; every refusal names its variable. */
export function resolveVariables(definition: Definition, given: JsonObject): Outcome<JsonObject> {
  const unfit = unfitJson(given);
  if (unfit !== undefined) return refuse('BAD_INPUT', `the value ${unfit}`, ['variables']);
  if (valueSizeBytes(given, valueBounds.payloadSizeBytesMax) > valueBounds.payloadSizeBytesMax) {
    const sizeBytes = valueSizeBytes(given, Number.POSITIVE_INFINITY);
    const message = `the variables have ${sizeBytes} bytes, ${valueBounds.payloadSizeBytesMax} is the most`;
    return refuse('TOO_LARGE', message, ['variables']);
  }
  const declared = new Map(Object.entries(definition.variables));
  const refusals: Refusal[] = [];
  for (const name of Object.keys(given)) {
    if (declared.has(name)) continue;
    const message = `${definition.name} has no variable ${name}`;
    refusals.push({ code: 'UNKNOWN_VARIABLE', message, path: ['variables', name] });
  }
  const resolved: [string, Json][] = [];
  for (const [name, variable] of declared) {
    const value = (Object.hasOwn(given, name) ? given[name] : null) ?? variable.default;
    const path = ['variables', name];
    if (value === undefined) {
      if (variable.required) refusals.push({ code: 'BAD_INPUT', message: `${name} is required`, path });
      continue;
    }
    const fault = misfit(variable.type, value);
    if (fault === undefined) resolved.push([name, value]);
    else refusals.push({ code: 'TYPE_MISMATCH', message: `${name} ${fault}`, path });
  }
  return refusals.length > 0 ? refuseAll(refusals) : done(Object.fromEntries(resolved));
}

/** Why a value is not of a type; undefined when it is. */
export function misfit(type: VariableType, value: Json): string | undefined {
  if (isOfType(type, value)) return undefined;
  const article = type === 'integer' || type === 'object' || type === 'array' ? 'an' : 'a';
  return `must be ${article} ${type}, not ${(JSON.stringify(value) ?? 'nothing').slice(0, 100)}`;
}

function isOfType(type: VariableType, value: Json): boolean {
  switch (type) {
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    case 'integer':
      return Number.isSafeInteger(value);
    case 'object':
      return isJsonObject(value);
    case 'array':
      return Array.isArray(value);
    default:
      return unreachable(type);
  }
}
