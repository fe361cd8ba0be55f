/** What a definition says differently from another one, whatever the order and layout of their texts. */
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

export const diffKinds = ['ADDED', 'REMOVED', 'CHANGED'] as const;
export type DiffKind = (typeof diffKinds)[number];

/** A field by its name in the definition; `before` or `after` is undefined where it is not there. */
export type FieldChange = { field: string; change: DiffKind; before: Json | undefined; after: Json | undefined };
/** A step or a variable; `fields` are those that differ, empty for one that was added or removed. */
export type PartChange = { name: string; change: DiffKind; fields: FieldChange[] };
/** A dependency; a changed one has another condition than before. */
export type EdgeChange = {
  from: string;
  to: string;
  on: string;
  change: DiffKind;
  before: string | null;
  after: string | null;
};

export type DefinitionDiff = {
  settings: FieldChange[];
  variables: PartChange[];
  steps: PartChange[];
  edges: EdgeChange[];
};

/** Compares two definitions in their normal form. How they are drawn makes no difference. */
export function diffDefinitions(before: JsonObject, after: JsonObject): DefinitionDiff {
  return {
    settings: diffSettings(before, after),
    variables: diffParts(objectsIn(before.variables), objectsIn(after.variables), []),
    steps: diffParts(stepsIn(before), stepsIn(after), ['id', 'dependencies']),
    edges: diffEdges(edgesIn(before), edgesIn(after)),
  };
}

/** True when both definitions mean the same. */
export function isNoDiff({ settings, variables, steps, edges }: DefinitionDiff): boolean {
  return settings.length + variables.length + steps.length + edges.length === 0;
}

function diffSettings(before: JsonObject, after: JsonObject): FieldChange[] {
  const own = ({ variables, tasks, limits, layout, ...rest }: JsonObject): JsonObject => ({
    ...rest,
    ...Object.fromEntries(
      Object.entries(isJsonObject(limits) ? limits : {}).map(([name, value]) => [`limits.${name}`, value]),
    ),
  });
  return diffFields(own(before), own(after), []);
}

function diffParts(
  before: ReadonlyMap<string, JsonObject>,
  after: ReadonlyMap<string, JsonObject>,
  left: readonly string[],
): PartChange[] {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((name): PartChange[] => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === undefined) return [{ name, change: 'ADDED', fields: [] }];
    if (is === undefined) return [{ name, change: 'REMOVED', fields: [] }];
    const fields = diffFields(was, is, left);
    return fields.length === 0 ? [] : [{ name, change: 'CHANGED', fields }];
  });
}

/** The fields that differ, without those named. */
export function diffFields(before: JsonObject, after: JsonObject, left: readonly string[]): FieldChange[] {
  const names = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...names].flatMap((field): FieldChange[] => {
    const [was, is] = [before[field], after[field]];
    if (left.includes(field) || isSame(was, is)) return [];
    const change = was === undefined ? 'ADDED' : is === undefined ? 'REMOVED' : 'CHANGED';
    return [{ field, change, before: was, after: is }];
  });
}

type Edge = { from: string; to: string; on: string; condition: string | null };

function diffEdges(before: ReadonlyMap<string, Edge>, after: ReadonlyMap<string, Edge>): EdgeChange[] {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((key): EdgeChange[] => {
    const [was, is] = [before.get(key), after.get(key)];
    const { from, to, on } = is ?? was ?? { from: '', to: '', on: '' };
    const [wasOnly, isOnly] = [was?.condition ?? null, is?.condition ?? null];
    if (was === undefined) return [{ from, to, on, change: 'ADDED', before: null, after: isOnly }];
    if (is === undefined) return [{ from, to, on, change: 'REMOVED', before: wasOnly, after: null }];
    return wasOnly === isOnly ? [] : [{ from, to, on, change: 'CHANGED', before: wasOnly, after: isOnly }];
  });
}

function stepsIn({ tasks }: JsonObject): Map<string, JsonObject> {
  const steps = (Array.isArray(tasks) ? tasks : []).filter((step) => isJsonObject(step));
  return new Map(steps.map((step) => [String(step.id), step]));
}

function objectsIn(value: Json | undefined): Map<string, JsonObject> {
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  return new Map(entries.flatMap(([name, one]) => (isJsonObject(one) ? [[name, one] as const] : [])));
}

/** Dependencies by their ends; of two with the same ends the later one counts. */
function edgesIn(definition: JsonObject): Map<string, Edge> {
  const edges = new Map<string, Edge>();
  for (const [to, { dependencies }] of stepsIn(definition)) {
    for (const given of Array.isArray(dependencies) ? dependencies : []) {
      const whole = isJsonObject(given) ? given : { task: given };
      const { task, on = 'success', condition = null } = whole;
      const edge = { from: String(task), to, on: String(on), condition: condition === null ? null : String(condition) };
      edges.set(JSON.stringify([edge.from, to, edge.on]), edge);
    }
  }
  return edges;
}

/** Whether two values mean the same: the order of the keys of an object says nothing. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((value, index) => isSame(value, other[index]));
  if (isJsonObject(one) && isJsonObject(other)) {
    const names = Object.keys(one);
    return names.length === Object.keys(other).length && names.every((name) => isSame(one[name], other[name]));
  }
  return one === other;
}
