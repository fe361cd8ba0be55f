/**
 * The steps that a run ends with, when all others have settled: compensations undo what succeeded, one after the other,
 * and then the finally steps come, however the run went.
 */
import type { Json } from '#domain/value/json.ts';
import type { Step } from '#domain/workflow/definition.ts';
import { type Graph, levelsOf } from '#domain/workflow/graph.ts';

/** `compensations` stand in the order in which they run: what came last in the graph is undone first. */
export type Endings = {
  /** 1 for each step of the plan that is one of these. */
  isEnding: Uint8Array;
  compensations: readonly { step: number; of: number }[];
  finals: readonly number[];
};

type Node = { index: number; step: Step; compensates: number | null };

/** The id of the step of the plan that undoes a step. */
export function compensationId(id: string): string {
  return `${id}:compensate`;
}

/** A compensation that names no params is handed what the step left. */
export const resultAsParams: Json = '$' + '{{ result }}';

/** The steps that the author of a definition did not write as such: what undoes which of them. */
export function compensationSteps(steps: readonly Step[]): { of: number; step: Step }[] {
  return steps.flatMap(({ id, compensate }, of) => {
    if (compensate === undefined) return [];
    const { task, params = resultAsParams } = compensate;
    return [{ of, step: { id: compensationId(id), task, params, dependencies: [], join: 'all' as const } }];
  });
}

/** Undefined for a plan without any. */
export function endingsOf(nodes: readonly Node[], rankOf: (step: number) => number): Endings | undefined {
  const compensations = nodes.flatMap(({ index, compensates }) =>
    compensates === null ? [] : [{ step: index, of: compensates }],
  );
  const finals = nodes.flatMap(({ index, step }) => (step.isFinally === true ? [index] : []));
  if (compensations.length + finals.length === 0) return undefined;
  const isEnding = new Uint8Array(nodes.length);
  for (const step of [...finals, ...compensations.map(({ step }) => step)]) isEnding[step] = 1;
  compensations.sort((one, other) => rankOf(other.of) - rankOf(one.of));
  return { isEnding, compensations, finals };
}

/** The level of each step of a definition: finally steps stand behind everything else. */
export function levelsWithEndings(steps: readonly Step[], graph: Graph): number[] {
  const levels = levelsOf(graph);
  if (!steps.some(({ isFinally }) => isFinally === true)) return levels;
  // What undoes a step stands behind it.
  const last = steps.reduce((most, { isFinally, compensate }, index) => {
    const level = (levels[index] ?? 0) + (compensate === undefined ? 0 : 1);
    return isFinally === true ? most : Math.max(most, level);
  }, -1);
  return levels.map((level, index) => (steps[index]?.isFinally === true ? last + 1 : level));
}
