/** What the editor draws of a text: its steps with the lines on which they begin, for as long as it can be read. */
import { type Picture, pictureOfSteps } from '#components/nouns/workflow/definition/definition-graph.ts';
import { type CanvasLayout, noLayout } from '#domain/canvas/layout.ts';
import { type Definition, parseDefinition, type Step } from '#domain/workflow/definition.ts';

export type Sketch = {
  name: string;
  description: string;
  layout: CanvasLayout;
  /** The whole of what was read. */
  definition: Definition;
  steps: ReadonlyMap<string, Step>;
  picture: Picture;
  /** The line on which each step begins, in the order of the text. */
  lines: readonly { stepKey: string; line: number }[];
};

/** Reads a text; undefined while it cannot be read as a whole. A field that nobody knows takes nothing from the rest. */
export function sketchOf(text: string): Sketch | undefined {
  const parsed = parseDefinition({ yaml: text });
  const read = parsed.ok ? parsed : parsed.readable;
  if (read === undefined) return undefined;
  const { name, description, steps, layout = noLayout } = read.definition;
  const lines = steps.flatMap(({ id }, index) => {
    const { line } = read.locate(['tasks', String(index)]);
    return line === null ? [] : [{ stepKey: id, line }];
  });
  return {
    name,
    description,
    layout,
    definition: read.definition,
    steps: new Map(steps.toReversed().map((step) => [step.id, step])),
    picture: pictureOfSteps(steps),
    lines: lines.toSorted((one, other) => one.line - other.line),
  };
}

/** The line on which a step begins. */
export function lineOf({ lines }: Sketch, stepKey: string): number | undefined {
  return lines.find((one) => one.stepKey === stepKey)?.line;
}

/** The step that a line belongs to: the last one that begins on it or above. */
export function stepAtLine({ lines }: Sketch, line: number): string | undefined {
  return lines.findLast((one) => one.line <= line)?.stepKey;
}
