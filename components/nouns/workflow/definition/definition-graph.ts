/** The picture of a definition: its steps and what they wait for, read from the text as it is being written. */

import type { StepGroup } from '#domain/canvas/layout.ts';
import { kindOf, type StepKind } from '#domain/step/step-kind.ts';
import { parseDefinition, type Step } from '#domain/workflow/definition.ts';
import { graphOf as placesOf } from '#domain/workflow/graph.ts';
import { compensationSteps, levelsWithEndings } from '#domain/workflow/steps/endings.ts';

/** A step in the picture; its condition is the text of an expression. */
export type PictureNode = { stepKey: string; task: string; level: number; condition: string | null };
/** A dependency in the picture, which may have a condition of its own. */
export type PictureEdge = { from: string; to: string; on: string; condition: string | null };
export type Picture = { nodes: PictureNode[]; edges: PictureEdge[]; groups?: readonly StepGroup[] };

/** What stands in the place of a task where there is none. */
export const kindWords: Record<StepKind, string> = {
  TASK: '',
  WAIT: 'wait',
  APPROVAL: 'approval',
  WORKFLOW: 'workflow',
};

/** What a text can be drawn as: nothing while it cannot be read. */
export function pictureOf(text: string): { name: string; picture: Picture } | undefined {
  const parsed = parseDefinition({ yaml: text });
  if (!parsed.ok) return undefined;
  const { name, steps, layout } = parsed.definition;
  return { name, picture: { ...pictureOfSteps(steps), ...(layout !== undefined && { groups: layout.groups }) } };
}

/** The picture of steps that were read already. */
export function pictureOfSteps(steps: readonly Step[]): Picture {
  const indexOf = new Map(steps.map((step, index) => [step.id, index]));
  const levels = levelsWithEndings(steps, placesOf(steps, indexOf));
  const nodes = steps
    // Of two steps with one id the later one is drawn; the problems say which they are.
    .map((step, index) => ({
      stepKey: step.id,
      task: step.task ?? (step.workflow === undefined ? kindWords[kindOf(step)] : `workflow ${step.workflow}`),
      level: levels[index] ?? 0,
      condition: step.condition ?? null,
      index,
    }))
    .filter(({ stepKey, index }) => indexOf.get(stepKey) === index)
    .map(({ index, ...node }) => node);
  const undoing = compensationSteps(steps).filter(({ of }) => indexOf.get(steps[of]?.id ?? '') === of);
  for (const { of, step } of undoing)
    nodes.push({ stepKey: step.id, task: step.task ?? '', level: (levels[of] ?? 0) + 1, condition: null });
  const edges: PictureEdge[] = steps.flatMap((step) =>
    step.dependencies
      .filter(({ step: from }) => indexOf.has(from) && from !== step.id)
      .map(({ step: from, on, condition }) => ({ from, to: step.id, on, condition: condition ?? null })),
  );
  for (const { of, step } of undoing)
    edges.push({ from: steps[of]?.id ?? '', to: step.id, on: 'compensation', condition: null });
  return { nodes, edges };
}

/** The same picture in words, for somebody who cannot see it. */
export function sayPicture({ nodes, edges }: Picture): string {
  const levels = new Set(nodes.map(({ level }) => level)).size;
  const many = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
  return `${many(nodes.length, 'step')} on ${many(levels, 'level')}, ${edges.length === 1 ? '1 dependency' : `${edges.length} dependencies`}`;
}
