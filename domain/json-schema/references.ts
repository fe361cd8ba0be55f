/** References within a schema: each leads to a schema of the same document, and none leads round in a circle. */
import { schemaBounds } from '#domain/bounds/schema.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { emptyPlan, type SchemaPlan, sameValueSchemas } from './plan.ts';
import { type Reading, refuseAt } from './reading.ts';

/** Points every reference at its plan; refuses those that lead elsewhere, nowhere or round in a circle. */
export function resolveReferences(reading: Reading, root: JsonObject): void {
  for (const { plan, target, path } of reading.references) {
    const found = findTarget(reading, root, target);
    if (typeof found === 'string') refuseAt(reading, path, found);
    else plan.within.push({ kind: 'all', schemas: [found] });
  }
  if (reading.faults.length === 0) refuseCircles(reading);
}

function findTarget(reading: Reading, root: JsonObject, target: string): SchemaPlan | string {
  if (target !== '#' && !target.startsWith('#/'))
    return `a reference leads to a place in the same schema, as "#/$defs/name"; copy what stands elsewhere into $defs`;
  const segments = segmentsOf(target);
  if (segments === undefined) return 'this reference is not a JSON pointer, as "#/$defs/name"';
  let at: Json | undefined = root;
  for (const segment of segments) {
    if (Array.isArray(at)) at = /^(?:0|[1-9]\d*)$/.test(segment) ? at[Number(segment)] : undefined;
    else at = isJsonObject(at) && Object.hasOwn(at, segment) ? at[segment] : undefined;
  }
  const plan = isJsonObject(at) ? reading.plans.get(at) : undefined;
  if (plan !== undefined) return plan;
  if (typeof at === 'boolean' && segments.at(-2) === '$defs') return planOf(at);
  return at === undefined
    ? 'this reference leads to a place that is not there'
    : 'this reference leads to a place that is no schema; refer to one under $defs';
}

function planOf(schema: boolean): SchemaPlan {
  const plan = emptyPlan();
  if (!schema) plan.own.push({ kind: 'never', expected: 'is not allowed' });
  return plan;
}

function segmentsOf(target: string): string[] | undefined {
  if (target === '#') return [];
  try {
    return decodeURIComponent(target.slice(2))
      .split('/')
      .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  } catch (fault) {
    if (fault instanceof URIError) return undefined;
    throw fault;
  }
}

const open = -1;

/**
 * A schema that asks, by whatever way, itself about the same value would never come to an end. One about a part of the
 * value may: the parts run out. Chains that are longer than anybody reads are refused as well.
 */
function refuseCircles(reading: Reading): void {
  const lengths = new Map<SchemaPlan, number>();
  const visit = (plan: SchemaPlan, depth: number): number | undefined => {
    const known = lengths.get(plan);
    if (known === open) return refuseHere(plan, 'this leads back to itself without going into a part of the value');
    if (known !== undefined && known + depth <= schemaBounds.schemaChainMax) return known;
    if (depth > schemaBounds.schemaChainMax)
      return refuseHere(
        plan,
        `more than ${schemaBounds.schemaChainMax} schemas within each other are about the same value`,
      );
    lengths.set(plan, open);
    let length = 1;
    for (const inner of sameValueSchemas(plan)) {
      const below = visit(inner, depth + 1);
      if (below === undefined) return undefined;
      length = Math.max(length, below + 1);
    }
    lengths.set(plan, length);
    return length;
  };
  const refuseHere = (plan: SchemaPlan, message: string): undefined => {
    refuseAt(reading, reading.places.get(plan) ?? [], message);
  };
  for (const plan of reading.places.keys()) if (visit(plan, 0) === undefined) return;
}
