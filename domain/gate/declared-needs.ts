/** What the jobs of a task must hold while they run, as its author declares it: checked when the task is registered. */
import { gateBounds } from '#domain/bounds/gate.ts';
import { compileParts } from '#domain/expression/expressions.ts';
import { checkRate, type Rate, readRate } from '#domain/rate/rate.ts';
import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { checkInteger, checkKnownName } from '#domain/value/input-checks.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

/** `mutex` and `key` are texts that may hold `${{ params.x }}`. */
export type DeclaredNeeds = {
  /** Keys of which a job holds each alone. */
  mutex: string[];
  /** How much of which pools a job takes. */
  resources: Record<string, number>;
  /** How many jobs of the task may run at once; with a key, for each value of it. */
  concurrency: { max: number; key: string | null } | null;
  /** How many jobs of the task may start in a span of time. */
  rate: Rate | null;
};

export type NeedsInput = { mutex?: unknown; resources?: unknown; concurrency?: unknown; rate?: unknown };

/** Reads what an author gives; null when a job needs nothing. */
export function parseNeeds(input: NeedsInput): Outcome<DeclaredNeeds | null> {
  const refusals: Refusal[] = [];
  const mutex = readMutex(input.mutex, refusals);
  const resources = readResources(input.resources, refusals);
  const concurrency = readConcurrency(input.concurrency, refusals);
  refusals.push(...checkRate({ value: input.rate, path: ['rate'] }));
  if (refusals.length > 0) return refuseAll(refusals);
  const rate = isJsonObject(input.rate) ? readRate(input.rate) : null;
  const isFree = mutex.length === 0 && Object.keys(resources).length === 0 && concurrency === null && rate === null;
  return done(isFree ? null : { mutex, resources, concurrency, rate });
}

/** The same as it is stored: only what there is. */
export function storedNeeds({ mutex, resources, concurrency, rate }: DeclaredNeeds): JsonObject {
  const stored: JsonObject = {};
  if (mutex.length > 0) stored.mutex = mutex;
  if (Object.keys(resources).length > 0) stored.resources = resources;
  if (concurrency !== null)
    stored.concurrency = { max: concurrency.max, ...(concurrency.key === null ? {} : { key: concurrency.key }) };
  if (rate !== null) stored.rate = { max: rate.max, per: rate.per };
  return stored;
}

/** What was stored; it was checked when it was given. */
export function readNeeds(stored: Json | undefined): DeclaredNeeds | null {
  if (!isJsonObject(stored)) return null;
  const parsed = parseNeeds(stored);
  return parsed.ok ? parsed.value : null;
}

function readMutex(value: unknown, refusals: Refusal[]): string[] {
  if (value === undefined || value === null) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const path = ['mutex'];
  if (list.length > gateBounds.mutexesMax)
    refusals.push(bad(`a job holds at most ${gateBounds.mutexesMax} mutexes`, path));
  const keys: string[] = [];
  for (const [n, key] of list.slice(0, gateBounds.mutexesMax).entries()) {
    const here = list.length === 1 ? path : [...path, String(n)];
    const found = templateFaults(key, here);
    refusals.push(...found);
    if (typeof key !== 'string') continue;
    if (keys.includes(key))
      refusals.push({ code: 'DUPLICATE_ID', message: 'the same key stands here twice', path: here });
    keys.push(key);
  }
  return keys;
}

function readResources(value: unknown, refusals: Refusal[]): Record<string, number> {
  if (value === undefined || value === null) return {};
  const path = ['resources'];
  if (!isJsonObject(value)) {
    refusals.push(bad('resources are an object of pools and amounts, such as { "gpu": 1 }', path));
    return {};
  }
  const entries = Object.entries(value);
  if (entries.length > gateBounds.poolsPerTaskMax)
    refusals.push(bad(`a job takes of at most ${gateBounds.poolsPerTaskMax} pools`, path));
  const resources: Record<string, number> = {};
  for (const [pool, amount] of entries.slice(0, gateBounds.poolsPerTaskMax)) {
    const here = [...path, pool];
    refusals.push(...checkKnownName({ value: pool, path: here }));
    refusals.push(...checkNumber(amount, here, gateBounds.capacityMax));
    if (typeof amount === 'number') resources[pool] = amount;
  }
  return resources;
}

function readConcurrency(value: unknown, refusals: Refusal[]): DeclaredNeeds['concurrency'] {
  if (value === undefined || value === null) return null;
  const path = ['concurrency'];
  if (!isJsonObject(value)) {
    refusals.push(bad('concurrency is { max, key }', path));
    return null;
  }
  const { max, key } = value;
  refusals.push(...checkNumber(max, [...path, 'max'], gateBounds.concurrencyMax));
  if (key !== undefined && key !== null) refusals.push(...templateFaults(key, [...path, 'key']));
  return { max: typeof max === 'number' ? max : 0, key: typeof key === 'string' ? key : null };
}

function checkNumber(value: unknown, path: string[], max: number): Refusal[] {
  if (value === undefined || value === null) return [bad('a whole number is needed here', path)];
  return checkInteger({ value, path, min: 1, max });
}

function templateFaults(text: unknown, path: string[]): Refusal[] {
  const misshapen = checkKnownName({ value: text, path });
  if (misshapen.length > 0 || typeof text !== 'string') return misshapen;
  if (text.length > gateBounds.templateLengthMax)
    return [bad(`a key has at most ${gateBounds.templateLengthMax} characters as it is written`, path)];
  const parts = compileParts(text, { path });
  if (!parts.ok) return parts.refusals;
  return parts.value.flatMap((part): Refusal[] => {
    if (typeof part === 'string') return [];
    const { names, vars, tasks } = part.references;
    const foreign = [
      ...names.filter((name) => name !== 'params'),
      ...(vars.length > 0 ? ['vars'] : []),
      ...(tasks.length > 0 ? ['tasks'] : []),
    ];
    if (foreign.length === 0 && names.includes('params')) return [];
    const message =
      foreign[0] === undefined
        ? `"${part.text}" reads nothing of the params, so it is the same for all`
        : `${foreign[0]} is not available in "${part.text}", only params are`;
    return [{ code: 'BAD_EXPRESSION', message, path }];
  });
}

function bad(message: string, path: string[]): Refusal {
  return { code: 'BAD_INPUT', message, path };
}
