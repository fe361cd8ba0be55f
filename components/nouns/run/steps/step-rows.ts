/** The steps of a run as rows that can be sorted and narrowed. */

import { type RunGraph, type RunStep, taskWords } from '#components/graph/graph-model.ts';
import { type JobState, jobStates } from '#domain/machines.ts';

/** One step as the table shows it. */
export type StepRow = {
  step: RunStep;
  task: string;
  /** The steps it waited for. */
  after: string;
  durationMs: number | undefined;
  /** Its place in the definition. */
  place: number;
};

/** By what the table can be sorted; the first is how it begins. */
export const stepOrders = ['definition', 'state', 'name', 'started', 'duration', 'attempts'] as const;
/** By what the table is sorted. */
export type StepOrder = (typeof stepOrders)[number];

/** Every step of a run as a row, told by its task or by the workflow that it runs. What still runs has no duration yet: rows must not change places while one reads. */
export function stepRows(
  run: { graph: RunGraph; steps: readonly RunStep[] },
  workflows: ReadonlyMap<string, string> = new Map(),
): StepRow[] {
  const tasks = new Map(run.graph.nodes.map((node) => [node.stepKey, workflows.get(node.stepKey) ?? taskWords(node)]));
  const parents = Map.groupBy(run.graph.edges, (edge) => edge.to);
  return run.steps.map((step, place) => ({
    step,
    task: tasks.get(step.stepKey) ?? '',
    after: (parents.get(step.stepKey) ?? []).map((edge) => edge.from).join(', '),
    durationMs: durationOf(step),
    place,
  }));
}

/** What is asked of the steps. `hasSkipped` also shows those whose branch was not taken. */
export type StepsAsked = {
  states: readonly JobState[];
  text: string;
  order: StepOrder;
  isReversed: boolean;
  hasSkipped: boolean;
};

/** How many rows are left out because their branch was not taken and nobody asked for them. */
export function hiddenSteps(rows: readonly StepRow[], { states, text, hasSkipped }: StepsAsked): number {
  if (hasSkipped || states.length > 0 || text.trim() !== '') return 0;
  const skipped = rows.filter(({ step }) => step.state === 'SKIPPED').length;
  return skipped === rows.length ? 0 : skipped;
}

/** The rows that are asked for, in the order that is asked for. Rows that are alike keep the definition's order. */
export function arrangeSteps(rows: readonly StepRow[], asked: StepsAsked): StepRow[] {
  const { states, text, order, isReversed } = asked;
  const isWhole = hiddenSteps(rows, asked) === 0;
  const wanted = text.trim().toLowerCase();
  const shown = rows.filter(
    ({ step, task }) =>
      (states.length === 0 || states.includes(step.state)) &&
      (isWhole || step.state !== 'SKIPPED') &&
      (wanted === '' || step.stepKey.toLowerCase().includes(wanted) || task.toLowerCase().includes(wanted)),
  );
  const sign = isReversed ? -1 : 1;
  return shown.toSorted((a, b) => sign * comparisons[order](a, b) || a.place - b.place);
}

// What has not begun stands behind everything that has.
const never = Number.MAX_SAFE_INTEGER;

const comparisons: Record<StepOrder, (a: StepRow, b: StepRow) => number> = {
  definition: (a, b) => a.place - b.place,
  state: (a, b) => jobStates.indexOf(a.step.state) - jobStates.indexOf(b.step.state),
  name: (a, b) => a.step.stepKey.localeCompare(b.step.stepKey, 'en', { numeric: true }),
  started: (a, b) => startOf(a) - startOf(b),
  duration: (a, b) => (b.durationMs ?? -1) - (a.durationMs ?? -1),
  attempts: (a, b) => (b.step.job?.attempt ?? 0) - (a.step.job?.attempt ?? 0),
};

function startOf({ step }: StepRow): number {
  return step.startedAt === null ? never : Date.parse(step.startedAt);
}

function durationOf({ startedAt, finishedAt }: RunStep): number | undefined {
  if (startedAt === null || finishedAt === null) return undefined;
  return Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt));
}
