/** The ends of steps as somebody pretends them: `{ build: { rows: 3 } }` or `{ build: { state: 'FAILED', error } }`. */
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { isJsonObject, type Json, type JsonObject, unfitJson } from '#domain/value/json.ts';
import type { PretendedEnd } from './simulate-run.ts';

const states = ['SUCCEEDED', 'FAILED', 'DEAD', 'SKIPPED'] as const;
const fields = ['state', 'result', 'error'];

/** By the id of the step. A value is a result; an object with a state of its own tells how the step ends. */
export function readEnds(given: Json, stepIds: ReadonlySet<string>): Outcome<Map<string, PretendedEnd>> {
  const path = ['results'];
  const unfit = unfitJson(given);
  if (unfit !== undefined) return refuse('BAD_INPUT', `the results ${unfit}`, path);
  if (given === null) return done(new Map());
  if (!isJsonObject(given)) return refuse('BAD_INPUT', 'the results are an object with an entry for each step', path);
  const refusals: Refusal[] = [];
  const ends = new Map<string, PretendedEnd>();
  for (const [id, value] of Object.entries(given)) {
    if (stepIds.has(id)) ends.set(id, endOf(value));
    else refusals.push({ code: 'BAD_INPUT', message: `no step is called ${id}`, path: [...path, id] });
  }
  return refusals.length > 0 ? refuseAll(refusals) : done(ends);
}

function endOf(value: Json): PretendedEnd {
  const state = isJsonObject(value) ? states.find((one) => one === value.state) : undefined;
  if (state === undefined || !isJsonObject(value) || !isEnd(value)) return { state: 'SUCCEEDED', result: value };
  const { result, error } = value;
  if (state === 'SKIPPED') return { state };
  if (state === 'SUCCEEDED') return { state, ...(result !== undefined && { result }) };
  return { state, error: error ?? { type: 'PRETENDED', message: 'it was pretended to fail', retryable: false } };
}

// A result may have a field called state as well.
function isEnd(value: JsonObject): boolean {
  return Object.keys(value).every((name) => fields.includes(name));
}
