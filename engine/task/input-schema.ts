/** JSON Schema for params and results: read when a task is registered, and asked again for every value. */
import { createHash } from 'node:crypto';
import { schemaBounds } from '#domain/bounds/schema.ts';
import { taskBounds } from '#domain/bounds/task.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { checkValue, type Misfit } from '#domain/json-schema/check-value.ts';
import { type ReadSchema, readSchema } from '#domain/json-schema/read-schema.ts';
import type { SchemaFault } from '#domain/json-schema/reading.ts';
import { done, type Outcome, type Refusal, refuse } from '#domain/refusal.ts';
import { checkJson } from '#domain/value/input-checks.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

// What reading costs for each byte of a schema: one of full size takes some 25 ms.
const schemaReadCostPerByte = 16;
// Schemas are kept ready in memory up to this many bytes of text; ready, each takes some fifty times as much.
const schemaMemoSizeBytesMax = 2 * 1024 * 1024;

/** What the checks of one call or of one item may still cost together. */
export type CheckBudget = { costLeft: number };

// Reading a schema that is not in memory is paid for as well, but never by the value: its verdict is always the same.
const costForOne =
  schemaBounds.schemaCostPerValueMax +
  schemaReadCostPerByte *
    (taskBounds.schemaSizeBytesMax + schemaBounds.patternSizePerSchemaMax + schemaBounds.patternSizeMax);

/** A fresh budget: for one value unless told otherwise. */
export function checkBudget(costMax: number = costForOne): CheckBudget {
  return { costLeft: costMax };
}

/** Refuses what is not a JSON Schema, is too large, or uses what is not understood, each at its place. */
export function checkSchema(schema: unknown, path: string[]): Refusal[] {
  if (!isJsonObject(schema)) return [{ code: 'BAD_INPUT', message: 'a JSON Schema is an object', path }];
  const unfit = checkJson({ value: schema, path, sizeBytesMax: taskBounds.schemaSizeBytesMax });
  if (unfit.length > 0) return unfit;
  return readSchema(schema).faults.map(
    (fault): Refusal => ({
      code: 'BAD_INPUT',
      message: fault.message.slice(0, valueBounds.errorTextLengthMax),
      path: [...path, ...fault.path],
    }),
  );
}

/** Checks params or a result against the schema of its task; no schema takes anything. Pays from the budget. */
export function checkParams(
  schema: JsonObject | null,
  value: Json,
  path: string[],
  budget: CheckBudget = checkBudget(),
): Outcome<undefined> {
  if (schema === null) return done(undefined);
  const { plan, faults } = planOf(schema, budget);
  if (plan === undefined) return refuse('PARAMS_INVALID', unreadable(faults), path);
  const costMax = Math.min(Math.max(0, budget.costLeft), schemaBounds.schemaCostPerValueMax);
  const { verdict, cost } = checkValue(plan, value, costMax);
  budget.costLeft -= cost;
  switch (verdict.kind) {
    case 'fits':
      return done(undefined);
    case 'misfit':
      return refuse('PARAMS_INVALID', sentenceOf(verdict.misfit), [...path, ...verdict.misfit.path]);
    case 'too much work':
      return refuse(
        'PARAMS_INVALID',
        costMax < schemaBounds.schemaCostPerValueMax
          ? 'checking everything in this call against its schemas is too much work; send less in one call, or make the schemas simpler'
          : 'checking this against the schema of its task is too much work; make the value smaller, or the schema simpler: fewer anyOf and oneOf within each other, shorter patterns',
        path,
      );
  }
}

// A schema is asked for by its object, which lives as long as its version is in use; its plan may go sooner.
const hashes = new WeakMap<JsonObject, string>();
const known = new Map<string, { read: ReadSchema; sizeBytes: number }>();
let knownSizeBytes = 0;

function planOf(schema: JsonObject, budget: CheckBudget): ReadSchema {
  const knownHash = hashes.get(schema);
  const kept = knownHash === undefined ? undefined : known.get(knownHash);
  if (kept !== undefined) return kept.read;
  const text = JSON.stringify(schema);
  const hash = knownHash ?? createHash('sha256').update(text).digest('base64');
  hashes.set(schema, hash);
  const same = known.get(hash);
  if (same !== undefined) return same.read;
  const read = readSchema(schema);
  // An instruction of a pattern is about as large as what is made of a byte of the text.
  const sizeBytes = text.length + read.patternSize;
  budget.costLeft -= schemaReadCostPerByte * sizeBytes;
  return remember(hash, { read, sizeBytes });
}

function remember(hash: string, entry: { read: ReadSchema; sizeBytes: number }): ReadSchema {
  known.set(hash, entry);
  knownSizeBytes += entry.sizeBytes;
  for (const [oldest, { sizeBytes }] of known) {
    if (knownSizeBytes <= schemaMemoSizeBytesMax || oldest === hash) break;
    known.delete(oldest);
    knownSizeBytes -= sizeBytes;
  }
  return entry.read;
}

/** A schema that was registered before its keywords were checked. */
function unreadable(faults: readonly SchemaFault[]): string {
  const [first] = faults;
  const where = first === undefined || first.path.length === 0 ? '' : ` at ${first.path.join('.')}`;
  return `the schema of this task cannot be used${where}: ${first?.message ?? 'it is none'}; register the task anew`.slice(
    0,
    valueBounds.errorTextLengthMax,
  );
}

function sentenceOf({ path, expected }: Misfit): string {
  const where = path.length === 0 ? 'the value' : path.join('.');
  return `${where} ${expected}`.slice(0, valueBounds.errorTextLengthMax);
}
