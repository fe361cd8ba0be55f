/** What must hold for a step to start, and what was answered when it was asked. */
import type { LearnedEdge, RunStep } from '#components/graph/graph-model.ts';
import type { Family } from '#components/state/state-look.ts';

type Answer = NonNullable<LearnedEdge['answer']>;
type Guarded = {
  nodes: readonly { stepKey: string; condition: string | null }[];
  edges: readonly { from: string; to: string; on: string; condition: string | null }[];
};
type Told = { from: string; to: string; on: string; answer: Answer | null };

/** One condition as a line, with its answer as far as that is known. */
export type AnsweredCondition = { line: string; answer: Answer | undefined };

export const answerLooks: Record<Answer, { word: string; family: Family | undefined }> = {
  TRUE: { word: 'true', family: 'success' },
  FALSE: { word: 'false', family: 'waiting' },
  FAILED: { word: 'could not be evaluated', family: 'failed' },
  NOT_ASKED: { word: 'not asked', family: undefined },
};

/** The conditions of the dependencies of a step, and its own, which is asked when they are met. */
export function answeredConditions(
  step: Pick<RunStep, 'stepKey' | 'state' | 'reason' | 'startedAt'> & { job: unknown },
  { graph, dependencies }: { graph: Guarded; dependencies: readonly Told[] | undefined },
): AnsweredCondition[] {
  const { stepKey } = step;
  const own = graph.nodes.find((node) => node.stepKey === stepKey)?.condition ?? null;
  const guarded = graph.edges.flatMap(({ from, to, on, condition }) => {
    if (to !== stepKey || condition === null) return [];
    const told = dependencies?.find((one) => one.to === to && one.from === from && one.on === on);
    return [{ line: `after ${from} if ${condition.trim()}`, answer: told?.answer ?? undefined }];
  });
  return own === null ? guarded : [{ line: `if ${own.trim()}`, answer: ownAnswer(step) }, ...guarded];
}

// It is told by what became of the step.
function ownAnswer({ state, reason, startedAt, job }: Parameters<typeof answeredConditions>[0]): Answer {
  if (reason?.code === 'CONDITION_FALSE') return 'FALSE';
  if (reason?.code === 'CONDITION_ERROR') return 'FAILED';
  return state !== 'SKIPPED' && (startedAt !== null || job !== null) ? 'TRUE' : 'NOT_ASKED';
}
