/** The dependencies of a run as a person sees them: which were taken, and what their conditions answered. */
import type { Plan, PlannedCondition } from '#domain/workflow/plan.ts';
import { createBranches, type Verdict } from './branches.ts';
import { edgeAnswers, stepAt } from './run-reader.ts';
import { stepCodes } from './step-codes.ts';

export type ConditionAnswer = 'NOT_ASKED' | 'TRUE' | 'FALSE' | 'FAILED';

/** A dependency; steps by their ids. `answer` is null without a condition, `taken` while it is open. */
export type EdgeView = {
  from: string;
  to: string;
  on: string;
  condition: string | null;
  answer: ConditionAnswer | null;
  taken: boolean | null;
};

type Run = { plan: Plan; progress: Uint8Array; edges: Uint8Array | null };

/** Every dependency in the order of the graph: by the steps they lead to, and behind them those that lead to what undoes a step. */
export function edgeViews({ plan, progress, edges }: Run): EdgeView[] {
  const keyOf = (step: number) => stepAt(plan, step).id;
  const answerOf = ({ edge }: PlannedCondition) => (edge === null ? 0 : (edges?.[edge] ?? edgeAnswers.unasked));
  const branches = createBranches({
    plan,
    codes: progress,
    evaluate: (condition) => verdictOf(answerOf(condition)),
    needs: new Set(),
  });
  const dependencies = plan.steps.flatMap(({ parents }) =>
    parents.map((edge): EdgeView => {
      const { from, to, on, condition } = edge;
      const answer = condition === null ? null : answers[answerOf(condition)];
      const text = condition === null ? null : condition.expression.text;
      const ends = { from: keyOf(from), to: keyOf(to), on: String(on) };
      return { ...ends, condition: text, answer: answer ?? null, taken: branches.wasTaken(edge) };
    }),
  );
  const undoing = (plan.endings?.compensations ?? []).map(({ step, of }): EdgeView => {
    const ends = { from: keyOf(of), to: keyOf(step), on: 'compensation' };
    return { ...ends, condition: null, answer: null, taken: wasUndone(progress[step]) };
  });
  return [...dependencies, ...undoing];
}

const answers: readonly ConditionAnswer[] = ['NOT_ASKED', 'TRUE', 'FALSE', 'FAILED'];

function verdictOf(answer: number): Verdict {
  if (answer === edgeAnswers.unasked) return { needs: [] };
  if (answer === edgeAnswers.failed)
    return { ok: false, code: 'CONDITION_ERROR', message: 'it could not be evaluated' };
  return { ok: true, value: answer === edgeAnswers.yes };
}

function wasUndone(code: number | undefined): boolean | null {
  if (code === undefined || code === stepCodes.WAITING || code === stepCodes.WAITING_ROOM) return null;
  return code !== stepCodes.SKIPPED;
}
