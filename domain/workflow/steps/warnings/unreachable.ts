/** Which steps can never run, whatever becomes of the others. It says too little rather than too much. */
import type { Dependency, Step } from '#domain/workflow/definition.ts';

/** The answer of a condition that is always the same. */
export type Answer = (condition: string | undefined) => boolean | undefined;

type Asked = {
  steps: readonly Step[];
  /** Every step after those that it waits for. */
  order: readonly number[];
  indexOf: ReadonlyMap<string, number>;
  answer: Answer;
};

/** How a step may end. */
type Ends = { mayRun: boolean; maySkip: boolean };
type End = 'success' | 'failure' | 'skipped';

/** The steps that cannot run because of what they wait for, each with the reason. */
export function findUnreachable({ steps, order, indexOf, answer }: Asked): { step: number; message: string }[] {
  const ends = new Map<number, Ends>();
  const found: { step: number; message: string }[] = [];
  for (const index of order) {
    const step = steps[index];
    if (step === undefined) continue;
    const endsOf = (id: string) => ends.get(indexOf.get(id) ?? -1);
    const reading = { step, endsOf, answer };
    const isMet = mostTaken(reading) >= thresholdOf(step);
    const own = answer(step.condition);
    const isAlwaysMet = surelyTaken(reading) >= thresholdOf(step);
    const isSure = step.condition === undefined || own === true;
    ends.set(index, { mayRun: isMet && own !== false, maySkip: !isAlwaysMet || !isSure });
    if (!isMet) found.push({ step: index, message: whyNot(reading) });
  }
  return found.toSorted((one, other) => one.step - other.step);
}

type Reading = { step: Step; endsOf: (id: string) => Ends | undefined; answer: Answer };

function thresholdOf({ join, dependencies }: Step): number {
  if (dependencies.length === 0) return 0;
  if (join === 'any') return 1;
  return join === 'all' ? dependencies.length : join;
}

/** The most of its dependencies that can be taken in one run: a step that is waited for has one end only. */
function mostTaken({ step, endsOf, answer }: Reading): number {
  let most = 0;
  for (const [id, own] of Map.groupBy(step.dependencies, ({ step: from }) => from)) {
    const ends = possibleEnds(endsOf(id));
    most += Math.max(0, ...ends.map((end) => takenAt(own, { end, answer })));
  }
  return most;
}

/** How many are taken however the others end. */
function surelyTaken({ step, endsOf, answer }: Reading): number {
  return step.dependencies.filter((dependency) => {
    const isSure = dependency.condition === undefined || answer(dependency.condition) === true;
    if (!isSure || dependency.on === 'default') return false;
    return possibleEnds(endsOf(dependency.step)).every((end) => fits(dependency.on, end));
  }).length;
}

// Of a step that nobody knows everything may be.
function possibleEnds(ends: Ends | undefined): End[] {
  const ran: End[] = ends?.mayRun === false ? [] : ['success', 'failure'];
  return ends?.maySkip === false ? ran : [...ran, 'skipped'];
}

function takenAt(own: readonly Dependency[], { end, answer }: { end: End; answer: Answer }): number {
  const fitting = own.filter(({ on, condition }) => fits(on, end) && answer(condition) !== false);
  const defaults = fitting.filter(({ on }) => on === 'default').length;
  const conditional = fitting.filter(({ on, condition }) => on !== 'default' && condition !== undefined).length;
  // The default of a step is taken only where nothing conditional of it is.
  return fitting.length - Math.min(defaults, conditional);
}

function fits(on: Dependency['on'], end: End): boolean {
  switch (on) {
    case 'completion':
      return true;
    case 'default':
      return end !== 'skipped';
    default:
      return on === end;
  }
}

function whyNot({ step, endsOf, answer }: Reading): string {
  const dead = step.dependencies.find(
    ({ step: from, on, condition }) =>
      answer(condition) === false || !possibleEnds(endsOf(from)).some((end) => fits(on, end)),
  );
  if (dead === undefined) {
    const counted = `${thresholdOf(step)} of its dependencies`;
    return `${counted} can never be met together, because a step ends in one way only`;
  }
  const { step: from, on, condition } = dead;
  if (answer(condition) === false) return `the condition of its dependency on ${from} is never true`;
  if (on === 'skipped') return `it waits for ${from} to be skipped, which always runs`;
  return `it waits for ${on} of ${from}, which never runs`;
}
