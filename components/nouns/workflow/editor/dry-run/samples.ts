/** What is pretended of a run: the variables that it starts with, and how some of its steps end. */
import { readJson, readObject } from '#components/kit/form/schema/json-text.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';

/** `left` is what was typed: the result as JSON, or why it failed; a step that is skipped leaves nothing. Nothing of it is known when it is empty. */
export type PretendedStep = { state: PretendedState; left: string };
export const pretendedStates = ['SUCCEEDED', 'FAILED', 'SKIPPED'] as const;
export type PretendedState = (typeof pretendedStates)[number];

/** `variables` is one JSON object; undefined for as long as nobody touched it. */
export type Samples = { variables: string | undefined; ends: ReadonlyMap<string, PretendedStep> };

export const noSamples: Samples = { variables: undefined, ends: new Map() };

/** The samples with one step ending so; without an end nothing is pretended of it. */
export function withEnd({ variables, ends }: Samples, stepKey: string, end: PretendedStep | undefined): Samples {
  const next = new Map(ends);
  if (end === undefined) next.delete(stepKey);
  else next.set(stepKey, end);
  return { variables, ends: next };
}

/** What was typed of the variables, and of nothing the defaults; undefined while it is no object. */
export function sampleVariables({ variables }: Samples, atFirst: string): JsonObject | undefined {
  return readObject(variables ?? atFirst);
}

/** The samples as the API takes them, without those of steps that are gone; undefined while the variables are no object. */
export function askedOf(
  samples: Samples,
  { atFirst, has }: { atFirst: string; has: (stepKey: string) => boolean },
): { variables: JsonObject; results: JsonObject } | undefined {
  const variables = sampleVariables(samples, atFirst);
  if (variables === undefined) return undefined;
  const ends = [...samples.ends].filter(([stepKey]) => has(stepKey));
  return { variables, results: Object.fromEntries(ends.map(([stepKey, end]) => [stepKey, endOf(end)])) };
}

function endOf({ state, left }: PretendedStep): Json {
  if (state === 'SKIPPED') return { state };
  const value = readJson(left);
  if (state === 'SUCCEEDED') return { state, ...(value !== undefined && { result: value }) };
  const message = left.trim() === '' ? 'it was pretended to fail' : left.trim();
  return { state, error: { type: 'PRETENDED', message, retryable: false } };
}
