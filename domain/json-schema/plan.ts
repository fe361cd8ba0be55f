/** A JSON Schema made ready for checking: plain objects that point to each other, no generated code. */

import type { Program } from '#domain/pattern/program.ts';
import type { Json } from '#domain/value/json.ts';

/** One schema. Its checks are sorted by the values that they can refuse, so that each value meets only its own. */
export type SchemaPlan = {
  own: OwnCheck[];
  numbers: NumberCheck[];
  texts: TextCheck[];
  lists: ListCheck[];
  objects: ObjectCheck[];
  /** Schemas about the same value. */
  within: WithinCheck[];
};

/** Checks say what they expect as the end of a sentence: "must be a string". */
type Expecting = { expected: string };

export type OwnCheck =
  | ({ kind: 'never' } & Expecting)
  | ({ kind: 'type'; mask: number } & Expecting)
  | ({ kind: 'enum'; scalars: ReadonlySet<Json>; others: readonly Json[] } & Expecting);

export type NumberCheck =
  | ({ kind: 'from' | 'above' | 'to' | 'below'; bound: number } & Expecting)
  | ({ kind: 'multiple'; of: number } & Expecting);

export type TextCheck =
  | ({ kind: 'length from' | 'length to'; bound: number } & Expecting)
  | ({ kind: 'pattern'; program: Program } & Expecting)
  | ({ kind: 'format'; isFit: (text: string) => boolean } & Expecting);

export type ListCheck =
  | ({ kind: 'items from' | 'items to'; bound: number } & Expecting)
  | { kind: 'unique' }
  | ({ kind: 'contains'; schema: SchemaPlan; min: number; max: number } & Expecting)
  | { kind: 'items'; first: readonly SchemaPlan[]; rest: SchemaPlan | undefined };

export type ObjectCheck =
  | ({ kind: 'properties from' | 'properties to'; bound: number } & Expecting)
  | { kind: 'required'; names: readonly string[] }
  | { kind: 'required with'; names: ReadonlyMap<string, readonly string[]> }
  | { kind: 'schema with'; schemas: ReadonlyMap<string, SchemaPlan> }
  | { kind: 'names'; schema: SchemaPlan }
  | {
      kind: 'properties';
      named: ReadonlyMap<string, SchemaPlan>;
      patterns: readonly { program: Program; schema: SchemaPlan }[];
      rest: SchemaPlan | undefined;
    };

export type WithinCheck =
  | { kind: 'all'; schemas: readonly SchemaPlan[] }
  | { kind: 'any' | 'one'; schemas: readonly SchemaPlan[] }
  | ({ kind: 'not'; schema: SchemaPlan } & Expecting)
  | { kind: 'if'; condition: SchemaPlan; whenFit: SchemaPlan | undefined; whenNot: SchemaPlan | undefined };

/** The kinds of values as bits of a mask. */
export const typeBits: Readonly<Record<string, number>> = {
  null: 1,
  boolean: 2,
  object: 4,
  array: 8,
  number: 16,
  string: 32,
  integer: 64,
};

/** A plan without any check. */
export function emptyPlan(): SchemaPlan {
  return { own: [], numbers: [], texts: [], lists: [], objects: [], within: [] };
}

/** The schemas that are asked about the same value as this one. */
export function sameValueSchemas(plan: SchemaPlan): SchemaPlan[] {
  const found: SchemaPlan[] = [];
  for (const check of plan.within) {
    if (check.kind === 'not') found.push(check.schema);
    else if (check.kind === 'if') {
      found.push(check.condition);
      if (check.whenFit !== undefined) found.push(check.whenFit);
      if (check.whenNot !== undefined) found.push(check.whenNot);
    } else for (const schema of check.schemas) found.push(schema);
  }
  for (const check of plan.objects)
    if (check.kind === 'schema with') for (const schema of check.schemas.values()) found.push(schema);
  return found;
}
