/** From a place in the text to the step and the field that stand there. */
import type { Outline, OutlineStep } from './outline.ts';

/** The step at an offset; undefined between steps, and in a text whose steps have no places. */
export function stepAt({ steps }: Outline, offset: number): OutlineStep | undefined {
  return steps.find(({ place }) => place !== undefined && place.from <= offset && offset <= place.to);
}

/** The step at an offset and the field of it, if it is in one. */
export function fieldAt(outline: Outline, offset: number): { step: string; field: string | undefined } | undefined {
  const step = stepAt(outline, offset);
  if (step === undefined) return undefined;
  const found = [...step.fieldPlaces].find(([, { from, to }]) => from <= offset && offset <= to);
  return { step: step.id, field: found?.[0] };
}
