/** The steps of a sketch as the canvas takes them. What did not change stays the same object. */
import { type Node, Position } from 'reactflow';
import { type Drawing, nodeSize } from '#components/graph/layout/layout.ts';
import { conditionsOf, type StepCondition } from '#components/graph/step-conditions.ts';
import { mayBeUndone } from '#components/nouns/workflow/editor/model/loop-edits.ts';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';
import type { Step } from '#domain/workflow/definition.ts';

/** What a step on the canvas shows. */
export type StepData = {
  task: string;
  marks: string;
  condition: StepCondition | undefined;
  problemCount: number;
  mayBeUndone: boolean;
};
export type StepOnCanvas = Node<StepData, 'step'>;
/** The ends of a step that a dependency can be drawn from, with their height on the step. */
export const namedHandles = [
  { on: 'completion', word: 'In any case', y: 10 },
  { on: 'success', word: 'On success', y: 28 },
  { on: 'failure', word: 'On failure', y: 46 },
] as const;

/** More ends, at the foot of a step: what they are drawn for asks for something else as well. */
export const footHandles = [
  { id: 'compensate', word: 'Undone by a task', x: 24 },
  { id: 'condition', word: 'On success, and only if …', x: 150 },
  { id: 'default', word: 'If no other condition held', x: 176 },
] as const;

/** The ends at the foot of one step: nothing undoes what no task carries out. */
export function footHandlesOf({ mayBeUndone: isOffered }: Pick<StepData, 'mayBeUndone'>) {
  return isOffered ? footHandles : footHandles.filter(({ id }) => id !== 'compensate');
}

const sideHandles: NonNullable<StepOnCanvas['handles']> = [
  { type: 'target', position: Position.Left, x: 0, y: nodeSize.height / 2, width: 1, height: 1 },
  ...namedHandles.map(({ on, y }) => ({
    id: on,
    type: 'source' as const,
    position: Position.Right,
    x: nodeSize.width,
    y,
    width: 1,
    height: 1,
  })),
];

function handlesOf(data: StepData): StepOnCanvas['handles'] {
  const atFoot = footHandlesOf(data).map(({ id, x }) => ({
    id,
    type: 'source' as const,
    position: Position.Bottom,
    x,
    y: nodeSize.height,
    width: 1,
    height: 1,
  }));
  return [...sideHandles, ...atFoot];
}

type Shown = { drawing: Drawing; problemCounts: ReadonlyMap<string, number>; chosen: readonly string[] };

/** All steps where they stand. `before` are those that are drawn now. */
export function stepsOnCanvas(
  { picture, steps }: Sketch,
  { drawing, problemCounts, chosen }: Shown,
  before: readonly StepOnCanvas[],
): StepOnCanvas[] {
  const conditions = conditionsOf(picture);
  const known = new Map(before.map((node) => [node.id, node]));
  const isChosen = new Set(chosen);
  return picture.nodes.map(({ stepKey, task }): StepOnCanvas => {
    const data = {
      task: task ?? '',
      marks: marksOf(steps.get(stepKey)),
      condition: conditions.get(stepKey),
      problemCount: problemCounts.get(stepKey) ?? 0,
      mayBeUndone: mayBeUndone(steps.get(stepKey)),
    };
    const { x, y } = drawing.places.get(stepKey) ?? { x: 0, y: 0 };
    const node = known.get(stepKey);
    const selected = isChosen.has(stepKey);
    const isSame = node?.position.x === x && node.position.y === y && node.selected === selected;
    if (isSame && isSameData(node.data, data)) return node;
    const size = { width: nodeSize.width, height: nodeSize.height };
    const handles = node?.data.mayBeUndone === data.mayBeUndone ? node.handles : handlesOf(data);
    return { ...(node ?? { id: stepKey, type: 'step', ...size }), handles, position: { x, y }, selected, data };
  });
}

// What else there is to know of a step at a glance.
function marksOf(step: Step | undefined): string {
  if (step === undefined) return '';
  const loop = step.loop?.kind === 'foreach' ? 'for each' : step.loop?.kind;
  return [loop, step.isFinally === true ? 'finally' : undefined].filter(Boolean).join(', ');
}

function isSameData(one: StepData, other: StepData): boolean {
  return (
    one.task === other.task &&
    one.marks === other.marks &&
    one.problemCount === other.problemCount &&
    one.mayBeUndone === other.mayBeUndone &&
    one.condition?.words === other.condition?.words &&
    one.condition?.lines.join('\n') === other.condition?.lines.join('\n')
  );
}
