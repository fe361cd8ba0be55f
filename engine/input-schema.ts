/** JSON Schema 2020-12 for params and results: checked when a task is registered, and again for every value. */
import { createHash } from 'node:crypto';
import { types } from 'node:util';
import { createContext, Script } from 'node:vm';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { bounds } from '#domain/bounds.ts';
import { checkJson } from '#domain/input-checks.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/json.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';

type Validate = (value: Json) => ErrorObject[];
type Compiled = { validate: Validate; isRisky: boolean };

const ajv = new Ajv2020({
  strict: false,
  allErrors: false,
  addUsedSchema: false,
  validateFormats: true,
  logger: false,
});
addFormats.default(ajv);

// A pattern may backtrack without end, uniqueItems compares every pair and a reference may recurse: those are checked against the clock.
const riskyKeyword = /"(?:pattern|patternProperties|format|uniqueItems|\$ref|\$dynamicRef)"/;

const compiledByHash = new Map<string, Compiled>();
const compiledBySchema = new WeakMap<JsonObject, Compiled>();

/** Refuses what is not a JSON Schema, is too large, or refers to anything outside itself. */
export function checkSchema(schema: unknown, path: string[]): Refusal[] {
  if (!isJsonObject(schema)) return [{ code: 'BAD_INPUT', message: 'a JSON Schema is an object', path }];
  const unfit = checkJson({ value: schema, path, sizeBytesMax: bounds.schemaSizeBytesMax });
  if (unfit.length > 0) return unfit;
  try {
    compiled(schema);
    return [];
  } catch (fault) {
    // Ajv throws plain errors for whatever is wrong with a schema; nothing else happens in there.
    const message =
      fault instanceof Error ? fault.message.slice(0, bounds.errorTextLengthMax) : 'it cannot be compiled';
    return [{ code: 'BAD_INPUT', message: `this is not a usable JSON Schema 2020-12: ${message}`, path }];
  }
}

/** Checks a job's params against the schema of its task; no schema takes anything. */
export function checkParams(schema: JsonObject | null, params: Json, path: string[]): Outcome<undefined> {
  if (schema === null) return done(undefined);
  const { validate, isRisky } = compiled(schema);
  const errors = isRisky ? runGuarded(() => validate(params)) : validate(params);
  if (errors === undefined)
    return refuse(
      'PARAMS_INVALID',
      `checking against the input schema took longer than ${bounds.schemaCheckMsMax} ms`,
      path,
    );
  if (errors.length === 0) return done(undefined);
  return refuseAll(
    errors.map(
      (error): Refusal => ({
        code: 'PARAMS_INVALID',
        message: sentenceOf(error),
        path: [...path, ...segmentsOf(error.instancePath)],
      }),
    ),
  );
}

// The same object is asked about for every job of a batch; only then by its text, and only then compiled.
function compiled(schema: JsonObject): Compiled {
  const known = compiledBySchema.get(schema);
  if (known !== undefined) return known;
  const text = JSON.stringify(schema);
  const hash = createHash('sha256').update(text).digest('base64');
  const entry = compiledByHash.get(hash) ?? compile(schema, text);
  // Set anew, so that the order of the map is the order of use.
  compiledByHash.delete(hash);
  compiledByHash.set(hash, entry);
  const oldest = compiledByHash.keys().next();
  if (compiledByHash.size > bounds.schemaMemoMax && oldest.done !== true) compiledByHash.delete(oldest.value);
  compiledBySchema.set(schema, entry);
  return entry;
}

function compile(schema: JsonObject, text: string): Compiled {
  try {
    const check = ajv.compile(schema);
    return { validate: (value) => (check(value) ? [] : (check.errors ?? [])), isRisky: riskyKeyword.test(text) };
  } finally {
    // Ajv would keep every schema it ever saw.
    ajv.removeSchema(schema);
  }
}

const cell: { work: () => unknown } = { work: () => undefined };
const guarded = new Script('cell.work()');
const context = createContext({ cell });

// V8 ends a script that runs out of time, also in the middle of a regular expression. Undefined when it did.
function runGuarded(work: () => ErrorObject[]): ErrorObject[] | undefined {
  let answer: ErrorObject[] | undefined;
  cell.work = () => {
    answer = work();
  };
  try {
    guarded.runInContext(context, { timeout: bounds.schemaCheckMsMax });
    return answer;
  } catch (fault) {
    // The fault is born in the script's own world, where Error is another Error.
    if (types.isNativeError(fault) && 'code' in fault && fault.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      return undefined;
    throw fault;
  } finally {
    cell.work = () => undefined;
  }
}

function sentenceOf(error: ErrorObject): string {
  const where = error.instancePath === '' ? 'the value' : segmentsOf(error.instancePath).join('.');
  const also = error.keyword === 'additionalProperties' ? `: "${String(error.params.additionalProperty)}"` : '';
  return `${where} ${error.message ?? 'does not fit the schema'}${also}`;
}

function segmentsOf(pointer: string): string[] {
  return pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}
