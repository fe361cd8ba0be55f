/**
 * How a run must end, by the rules as the contract says them and by nothing of the engine: the steps are gone through
 * again and again until nothing changes. It knows no order, no bytes and no plan.
 */
import { roundsMax, type Says, type ScriptedEdge, type ScriptedStep } from './scripted-steps.ts';

export type Expected = {
  /** What did not run because its branch was not taken is SKIPPED; what undoes a step stands under `<id>:compensate`. */
  states: Record<string, string>;
  state: 'SUCCEEDED' | 'FAILED';
  failedStep: string | null;
  variables: Record<string, string>;
};

type States = ReadonlyMap<string, string>;

/** The end of a run that goes on after failures. */
export function expectedRun(steps: readonly ScriptedStep[]): Expected {
  const main = steps.filter(({ isFinally }) => !isFinally);
  const states = new Map<string, string>();
  for (let before = -1; before !== states.size; ) {
    before = states.size;
    for (const step of main) {
      if (states.has(step.id) || !step.dependencies.every(({ task }) => states.has(task))) continue;
      states.set(step.id, stateOf(step, main, states));
    }
  }
  return expectedEnd(steps, states);
}

/** What follows when all but what undoes steps and finally steps have ended like this. */
export function expectedEnd(steps: readonly ScriptedStep[], given: States): Expected {
  const main = steps.filter(({ isFinally }) => !isFinally);
  const states = new Map(given);
  const uncaught = main.filter(({ id }) => isFailed(given.get(id)) && !isCaught(id, main, given));
  const hasFailed = uncaught.length > 0;
  for (const { id, undoing } of main)
    if (undoing !== null)
      states.set(`${id}:compensate`, hasFailed && given.get(id) === 'SUCCEEDED' ? undoing : 'SKIPPED');
  const finals = steps.filter(({ isFinally }) => isFinally);
  for (const step of finals) states.set(step.id, stateOf(step, main, given, hasFailed));
  const lost = finals.find(({ id }) => isFailed(states.get(id)));
  return {
    states: Object.fromEntries(states),
    state: hasFailed || lost !== undefined ? 'FAILED' : 'SUCCEEDED',
    failedStep: uncaught[0]?.id ?? lost?.id ?? null,
    variables: variablesOf(main, given),
  };
}

function stateOf(step: ScriptedStep, main: readonly ScriptedStep[], states: States, hasFailed = false): string {
  const answers = step.dependencies.map((edge) => answerOf(edge, main, states));
  const wanted = step.join === 'all' ? answers.length : Math.min(step.join === 'any' ? 1 : step.join, answers.length);
  const taken = answers.filter((answer) => answer === true).length;
  const errors = answers.filter((answer) => answer === 'error').length;
  if (taken < wanted) return taken + errors < wanted ? 'SKIPPED' : 'FAILED';
  const own = step.condition === null ? true : asked(step.condition, hasFailed);
  if (own !== true) return own === 'error' ? 'FAILED' : 'SKIPPED';
  return ownEnd(step);
}

function answerOf(edge: ScriptedEdge, main: readonly ScriptedStep[], states: States): boolean | 'error' {
  const state = states.get(edge.task);
  const fits = {
    success: () => state === 'SUCCEEDED',
    failure: () => isFailed(state),
    completion: () => true,
    skipped: () => state === 'SKIPPED',
    default: () => (state === 'SUCCEEDED' || isFailed(state)) && !otherTaken(edge, main, states),
  }[edge.on];
  if (!fits()) return false;
  return edge.condition === null ? true : asked(edge.condition, false);
}

function otherTaken({ task }: ScriptedEdge, main: readonly ScriptedStep[], states: States): boolean {
  return main.some(({ dependencies }) =>
    dependencies.some(
      (edge) =>
        edge.task === task && edge.on !== 'default' && edge.condition !== null && answerOf(edge, main, states) === true,
    ),
  );
}

function asked(says: Says, hasFailed: boolean): boolean | 'error' {
  if (says === 'error') return 'error';
  return { yes: true, no: false, 'run failed': hasFailed, 'run went well': !hasFailed }[says];
}

function isFailed(state: string | undefined): boolean {
  return state === 'FAILED' || state === 'DEAD';
}

function isCaught(id: string, main: readonly ScriptedStep[], states: States): boolean {
  return main.some(
    (step) =>
      states.get(step.id) !== 'SKIPPED' &&
      step.dependencies.some(
        (edge) => edge.task === id && edge.on === 'failure' && answerOf(edge, main, states) === true,
      ),
  );
}

/** How a step ends that runs. */
export function ownEnd({ script }: ScriptedStep): string {
  switch (script.kind) {
    case 'foreach': {
      const failures = script.fails.filter(Boolean).length;
      const { policy } = script;
      const allowed = policy === 'fail' ? 0 : policy === 'continue' ? failures : policy.threshold;
      return failures > allowed ? 'FAILED' : 'SUCCEEDED';
    }
    case 'while': {
      // Rounds 0, 1, .. until the condition holds no more.
      const rounds = Math.max(script.again + 1, 1);
      const isLost = script.failsAt !== null && script.failsAt < Math.min(rounds, roundsMax);
      return isLost || rounds > roundsMax ? 'FAILED' : 'SUCCEEDED';
    }
    default:
      return script.end;
  }
}

// Of those that wrote a variable the one that is deepest in the graph has its way, and then the later in the definition.
function variablesOf(main: readonly ScriptedStep[], states: States): Record<string, string> {
  const depths = new Map<string, number>();
  const written = new Map<string, { id: string; depth: number }>();
  for (const { id, dependencies, writes } of main) {
    const depth = Math.max(-1, ...dependencies.map(({ task }) => depths.get(task) ?? 0)) + 1;
    depths.set(id, depth);
    if (writes === null || states.get(id) !== 'SUCCEEDED') continue;
    if (depth >= (written.get(writes)?.depth ?? 0)) written.set(writes, { id, depth });
  }
  return Object.fromEntries([...written].map(([name, { id }]) => [name, id]));
}
