/** What of the problems of a definition is drawn on its canvas. */
import type { ToldProblem } from '#components/nouns/workflow/definition/told-problems.ts';
import type { CanvasMarks, LinkMark, StepMark } from '#components/nouns/workflow/editor/canvas/canvas-marks.ts';
import { linkKey } from '#components/nouns/workflow/editor/canvas/links/link-key.ts';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';
import { findCycles, graphOf } from '#domain/workflow/graph.ts';

// As many as the check names.
const cyclesMax = 5;

/** The dependencies that lead round in circles, and the steps that never run. */
export function marksOfProblems({ steps: byId }: Sketch, problems: readonly ToldProblem[]): CanvasMarks {
  const steps = [...byId.values()];
  const indexOf = new Map(steps.map(({ id }, index) => [id, index]));
  const links = new Map<string, LinkMark>();
  for (const cycle of findCycles(graphOf(steps, indexOf), cyclesMax)) {
    for (const [n, index] of cycle.entries()) {
      const from = steps[index]?.id;
      const to = steps[cycle[(n + 1) % cycle.length] ?? -1];
      for (const { step, on } of to?.dependencies ?? [])
        if (step === from && to !== undefined) links.set(linkKey({ from, to: to.id, on }), 'cycle');
    }
  }
  const marked = problems.flatMap(({ code, stepId }): [string, StepMark][] =>
    code === 'UNREACHABLE_STEP' && stepId !== null ? [[stepId, { look: 'unreachable', words: 'never runs' }]] : [],
  );
  return { steps: new Map(marked), links };
}
