/**
 * Checks a value against the plan of a schema, for a budget. Every loop pays for its rounds, so neither a wide
 * value nor a schema that branches and branches again can take longer than its budget allows.
 */
import { schemaBounds } from '#domain/bounds/schema.ts';
import { matches } from '#domain/pattern/matches.ts';
import { unreachable } from '#domain/unreachable.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { spend, type WorkBudget, withBudget } from '#domain/work-budget.ts';
import { isMultiple } from './multiple-of.ts';
import type { ListCheck, NumberCheck, ObjectCheck, OwnCheck, SchemaPlan, TextCheck, WithinCheck } from './plan.ts';
import { typeBits } from './plan.ts';
import { findTwins, isSame } from './same-value.ts';

/** Why a value does not fit: where, and what was expected there, as the end of a sentence. */
export type Misfit = { path: string[]; expected: string };

export type Verdict = { kind: 'fits' } | { kind: 'misfit'; misfit: Misfit } | { kind: 'too much work' };

/** The verdict, and what it cost; the same for the same schema and value, always. */
export function checkValue(plan: SchemaPlan, value: Json, costMax: number): { verdict: Verdict; cost: number } {
  const { value: misfit, isDone, spent } = withBudget(costMax, (budget) => check(plan, value, { budget, depth: 0 }));
  if (!isDone) return { verdict: { kind: 'too much work' }, cost: spent };
  return { verdict: misfit === undefined ? { kind: 'fits' } : { kind: 'misfit', misfit }, cost: spent };
}

type Run = { budget: WorkBudget; depth: number };

// What larger operations cost, beside the few nanoseconds of a comparison.
const lookupCost = 2;
const fractionCost = 200;
const formatCost = 10;
// A large object is a hash table, whose names have to be gathered.
const smallObject = 64;
const namesCost = 8;

function check(plan: SchemaPlan, value: Json, run: Run): Misfit | undefined {
  // A deeper nesting than the stack can bear is as much too much as too long a loop.
  spend(run.budget, run.depth < schemaBounds.schemaDepthMax ? 1 + plan.own.length : Number.POSITIVE_INFINITY);
  run.depth += 1;
  const misfit =
    checkOwn(plan.own, value, run) ?? checkByKind(plan, value, run) ?? checkWithin(plan.within, value, run);
  run.depth -= 1;
  return misfit;
}

function checkByKind(plan: SchemaPlan, value: Json, run: Run): Misfit | undefined {
  if (typeof value === 'string') return plan.texts.length === 0 ? undefined : checkText(plan.texts, value, run);
  if (typeof value === 'number') return plan.numbers.length === 0 ? undefined : checkNumber(plan.numbers, value, run);
  if (Array.isArray(value)) return plan.lists.length === 0 ? undefined : checkList(plan.lists, value, run);
  if (isJsonObject(value) && plan.objects.length > 0) return checkObject(plan.objects, value, run);
  return undefined;
}

function checkOwn(checks: readonly OwnCheck[], value: Json, run: Run): Misfit | undefined {
  for (const one of checks) if (!isOwn(one, value, run)) return misfitOf(one.expected);
  return undefined;
}

function isOwn(one: OwnCheck, value: Json, { budget }: Run): boolean {
  switch (one.kind) {
    case 'never':
      return false;
    case 'type':
      return (one.mask & typeBitsOf(value)) !== 0;
    case 'enum':
      if (typeof value === 'string') spend(budget, value.length >> 5);
      if (typeof value !== 'object' || value === null) return one.scalars.has(value);
      return one.others.some((member) => isSame(member, value, budget));
    default:
      return unreachable(one);
  }
}

const { null: isNull = 0, boolean: isBoolean = 0, object: isObject = 0, array: isList = 0 } = typeBits;
const { number: isNumber = 0, string: isText = 0, integer: isInteger = 0 } = typeBits;

function typeBitsOf(value: Json): number {
  switch (typeof value) {
    case 'string':
      return isText;
    case 'number':
      return Number.isInteger(value) ? isNumber | isInteger : isNumber;
    case 'boolean':
      return isBoolean;
    default:
      return value === null ? isNull : Array.isArray(value) ? isList : isObject;
  }
}

function checkNumber(checks: readonly NumberCheck[], value: number, { budget }: Run): Misfit | undefined {
  for (const one of checks) {
    spend(budget, one.kind === 'multiple' && !Number.isSafeInteger(value * one.of) ? fractionCost : 1);
    if (!isNumberFit(one, value)) return misfitOf(one.expected);
  }
  return undefined;
}

function isNumberFit(one: NumberCheck, value: number): boolean {
  switch (one.kind) {
    case 'from':
      return value >= one.bound;
    case 'above':
      return value > one.bound;
    case 'to':
      return value <= one.bound;
    case 'below':
      return value < one.bound;
    case 'multiple':
      return isMultiple(value, one.of);
    default:
      return unreachable(one);
  }
}

function checkText(checks: readonly TextCheck[], text: string, run: Run): Misfit | undefined {
  for (const one of checks) if (!isTextFit(one, text, run)) return misfitOf(one.expected);
  return undefined;
}

function isTextFit(one: TextCheck, text: string, { budget }: Run): boolean {
  spend(budget, 1);
  switch (one.kind) {
    case 'length from':
      return text.length >= one.bound && (text.length >= 2 * one.bound || codePoints(text, budget) >= one.bound);
    case 'length to':
      return text.length <= one.bound || (text.length <= 2 * one.bound && codePoints(text, budget) <= one.bound);
    case 'pattern':
      return matches(one.program, text, budget);
    case 'format':
      if (text.length > schemaBounds.formatLengthMax) return false;
      spend(budget, formatCost + text.length);
      return one.isFit(text);
    default:
      return unreachable(one);
  }
}

function codePoints(text: string, budget: WorkBudget): number {
  spend(budget, text.length >> 3);
  let count = 0;
  // The second half of a surrogate pair is no character of its own.
  for (let at = 0; at < text.length; at += 1) if ((text.charCodeAt(at) & 0xfc00) !== 0xdc00) count += 1;
  return count;
}

function checkList(checks: readonly ListCheck[], list: readonly Json[], run: Run): Misfit | undefined {
  for (const one of checks) {
    spend(run.budget, 1);
    const misfit = checkListBy(one, list, run);
    if (misfit !== undefined) return misfit;
  }
  return undefined;
}

function checkListBy(one: ListCheck, list: readonly Json[], run: Run): Misfit | undefined {
  switch (one.kind) {
    case 'items from':
      return list.length >= one.bound ? undefined : misfitOf(one.expected);
    case 'items to':
      return list.length <= one.bound ? undefined : misfitOf(one.expected);
    case 'unique': {
      const twins = findTwins(list, run.budget);
      if (twins === undefined) return undefined;
      return misfitOf(`must not hold the same item twice, but ${twins.first} and ${twins.second} are the same`);
    }
    case 'contains': {
      let count = 0;
      for (const item of list) {
        if (check(one.schema, item, run) === undefined) count += 1;
        if (count > one.max || (count >= one.min && one.max >= list.length)) break;
      }
      return count >= one.min && count <= one.max ? undefined : misfitOf(one.expected);
    }
    case 'items':
      for (const [n, item] of list.entries()) {
        const schema = one.first[n] ?? one.rest;
        if (schema === undefined) break;
        const misfit = check(schema, item, run);
        if (misfit !== undefined) return misfitIn(String(n), misfit);
      }
      return undefined;
    default:
      return unreachable(one);
  }
}

function checkObject(checks: readonly ObjectCheck[], object: JsonObject, run: Run): Misfit | undefined {
  for (const one of checks) {
    spend(run.budget, 1);
    const misfit = checkObjectBy(one, object, run);
    if (misfit !== undefined) return misfit;
  }
  return undefined;
}

function checkObjectBy(one: ObjectCheck, object: JsonObject, run: Run): Misfit | undefined {
  switch (one.kind) {
    case 'properties from':
      return namesOf(object, run).length >= one.bound ? undefined : misfitOf(one.expected);
    case 'properties to':
      return namesOf(object, run).length <= one.bound ? undefined : misfitOf(one.expected);
    case 'required':
      return findLacking(one.names, object, run);
    case 'required with':
      for (const [name, needed] of one.names) {
        spend(run.budget, lookupCost);
        const lacking = Object.hasOwn(object, name) ? findLacking(needed, object, run) : undefined;
        if (lacking !== undefined) return misfitOf(`${lacking.expected}, which "${cut(name)}" needs`);
      }
      return undefined;
    case 'schema with':
      for (const [name, schema] of one.schemas) {
        spend(run.budget, lookupCost);
        const misfit = Object.hasOwn(object, name) ? check(schema, object, run) : undefined;
        if (misfit !== undefined) return misfit;
      }
      return undefined;
    case 'names':
      for (const name of namesOf(object, run)) {
        const misfit = check(one.schema, name, run);
        if (misfit !== undefined) return misfitOf(`has a property "${cut(name)}", but its name ${misfit.expected}`);
      }
      return undefined;
    case 'properties':
      return checkProperties(one, object, run);
    default:
      return unreachable(one);
  }
}

function namesOf(object: JsonObject, { budget }: Run): string[] {
  const names = Object.keys(object);
  spend(budget, names.length * (names.length > smallObject ? namesCost : 1));
  return names;
}

function findLacking(needed: readonly string[], object: JsonObject, run: Run): Misfit | undefined {
  spend(run.budget, lookupCost * needed.length);
  const lacking = needed.find((name) => !Object.hasOwn(object, name));
  return lacking === undefined ? undefined : misfitOf(`must have the property "${cut(lacking)}"`);
}

type Properties = Extract<ObjectCheck, { kind: 'properties' }>;

function checkProperties(one: Properties, object: JsonObject, run: Run): Misfit | undefined {
  const { named, patterns, rest } = one;
  for (const name of namesOf(object, run)) {
    const value = object[name];
    if (value === undefined) continue;
    const own = named.get(name);
    let isKnown = own !== undefined;
    const misfit = own === undefined ? undefined : check(own, value, run);
    if (misfit !== undefined) return misfitIn(name, misfit);
    for (const { program, schema } of patterns) {
      if (!matches(program, name, run.budget)) continue;
      isKnown = true;
      const unfit = check(schema, value, run);
      if (unfit !== undefined) return misfitIn(name, unfit);
    }
    if (isKnown || rest === undefined) continue;
    const unknown = check(rest, value, run);
    if (unknown === undefined) continue;
    // Said of the object: the property is not wrong, it should not be there.
    return rest.own.some((check) => check.kind === 'never')
      ? misfitOf(`must not have the property "${cut(name)}"`)
      : misfitIn(name, unknown);
  }
  return undefined;
}

function checkWithin(checks: readonly WithinCheck[], value: Json, run: Run): Misfit | undefined {
  for (const one of checks) {
    const misfit = checkWithinBy(one, value, run);
    if (misfit !== undefined) return misfit;
  }
  return undefined;
}

function checkWithinBy(one: WithinCheck, value: Json, run: Run): Misfit | undefined {
  switch (one.kind) {
    case 'all':
      for (const schema of one.schemas) {
        const misfit = check(schema, value, run);
        if (misfit !== undefined) return misfit;
      }
      return undefined;
    case 'any':
      return checkAny(one.schemas, value, run);
    case 'one':
      return checkOne(one.schemas, value, run);
    case 'not':
      return check(one.schema, value, run) === undefined ? misfitOf(one.expected) : undefined;
    case 'if': {
      const chosen = check(one.condition, value, run) === undefined ? one.whenFit : one.whenNot;
      return chosen === undefined ? undefined : check(chosen, value, run);
    }
    default:
      return unreachable(one);
  }
}

function checkAny(schemas: readonly SchemaPlan[], value: Json, run: Run): Misfit | undefined {
  let nearest: Misfit | undefined;
  for (const schema of schemas) {
    const misfit = check(schema, value, run);
    if (misfit === undefined) return undefined;
    if (nearest === undefined || misfit.path.length > nearest.path.length) nearest = misfit;
  }
  // One way that fits deeper than the others is most likely the one that was meant.
  if (nearest !== undefined && nearest.path.length > 0) return nearest;
  return misfitOf(
    `fits none of the ${schemas.length} schemas that are allowed here; by the first of them it ${nearest?.expected ?? 'does not fit'}`,
  );
}

function checkOne(schemas: readonly SchemaPlan[], value: Json, run: Run): Misfit | undefined {
  const misfits: Misfit[] = [];
  let fitting = 0;
  for (const schema of schemas) {
    const misfit = check(schema, value, run);
    if (misfit === undefined) fitting += 1;
    else misfits.push(misfit);
    if (fitting > 1) return misfitOf('fits more than one of the schemas of which exactly one may fit');
  }
  if (fitting === 1) return undefined;
  const [nearest] = misfits.toSorted((a, b) => b.path.length - a.path.length);
  if (nearest !== undefined && nearest.path.length > 0) return nearest;
  return misfitOf(
    `fits none of the ${schemas.length} schemas of which exactly one must fit; by the first of them it ${nearest?.expected ?? 'does not fit'}`,
  );
}

function misfitOf(expected: string): Misfit {
  return { path: [], expected };
}

// From the inside out: a path is as long as the value is deep.
function misfitIn(name: string, misfit: Misfit): Misfit {
  misfit.path.unshift(name);
  return misfit;
}

const nameShownMax = 100;

function cut(name: string): string {
  return name.length <= nameShownMax ? name : `${name.slice(0, nameShownMax)}…`;
}
