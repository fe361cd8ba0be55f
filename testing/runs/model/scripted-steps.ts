/** Random workflows with everything that a definition can say, and a script of how each of their steps ends. */
import type { Json, JsonObject } from '#domain/value/json.ts';
import { dependencyKinds } from '#domain/workflow/steps/read-steps.ts';

/** What a condition says; the last two are asked by finally steps alone. */
export type Says = 'yes' | 'no' | 'error' | 'run failed' | 'run went well';
export type Policy = 'fail' | 'continue' | { threshold: number };
export type ScriptedEdge = { task: string; on: (typeof dependencyKinds)[number]; condition: Says | null };
/** How what a step does ends: by itself, item by item, or round by round. */
export type Script =
  | { kind: 'task'; end: 'SUCCEEDED' | 'FAILED' | 'DEAD' | 'CANCELLED' }
  | { kind: 'wait' | 'approval'; end: 'SUCCEEDED' | 'FAILED'; how: 'time' | 'answer' | 'too late' }
  | { kind: 'foreach'; fails: boolean[]; policy: Policy; atOnce: number }
  /** The condition holds after so many rounds; `failsAt` is a round. */
  | { kind: 'while'; again: number; failsAt: number | null };
export type ScriptedStep = {
  id: string;
  dependencies: ScriptedEdge[];
  join: 'all' | 'any' | number;
  condition: Says | null;
  script: Script;
  /** How what undoes it ends; null for a step that nothing undoes. */
  undoing: 'SUCCEEDED' | 'FAILED' | null;
  /** It writes its id to this variable. */
  writes: string | null;
  isFinally: boolean;
};

/** A whole number below another one. */
export type Dice = (below: number) => number;

export const roundsMax = 3;

const says: readonly Says[] = ['yes', 'yes', 'yes', 'no', 'error'];
const finalSays: readonly Says[] = [...says, 'run failed', 'run failed', 'run went well'];

function oneOf<One>(dice: Dice, list: readonly One[]): One {
  const found = list[dice(list.length)];
  if (found === undefined) throw new Error('there is nothing to choose from');
  return found;
}

/** `ends` are those that a plain task may come to. */
export type Wish = { dice: Dice; count: number; ends: readonly ('SUCCEEDED' | 'FAILED' | 'DEAD' | 'CANCELLED')[] };

/** So many steps, and up to two finally steps behind them. */
export function randomSteps({ dice, count, ends }: Wish): ScriptedStep[] {
  const steps: ScriptedStep[] = [];
  for (let index = 0; index < count; index += 1) {
    const dependencies = index === 0 ? [] : edgesTo(dice, index);
    const script = scriptOf(dice, ends);
    const canUndo = script.kind !== 'wait' && script.kind !== 'approval';
    steps.push({
      ...{ id: `s${index}`, dependencies, join: joinOf(dice, dependencies.length), script },
      condition: dice(5) === 0 ? oneOf(dice, says) : null,
      undoing: canUndo && dice(4) === 0 ? oneOf(dice, ['SUCCEEDED', 'SUCCEEDED', 'FAILED'] as const) : null,
      writes: dice(3) === 0 ? `v${dice(2)}` : null,
      isFinally: false,
    });
  }
  for (let n = dice(3); n > 0; n -= 1)
    steps.push({
      ...{ id: `f${n}`, dependencies: dice(3) === 0 ? edgesTo(dice, count).slice(0, 1) : [], join: 'all' as const },
      condition: dice(2) === 0 ? oneOf(dice, finalSays) : null,
      script: { kind: 'task', end: oneOf(dice, ['SUCCEEDED', 'SUCCEEDED', 'FAILED'] as const) },
      ...{ undoing: null, writes: null, isFinally: true },
    });
  return steps;
}

function edgesTo(dice: Dice, index: number): ScriptedEdge[] {
  const seen = new Set<string>();
  return Array.from({ length: dice(4) }, () => ({
    task: `s${index - 1 - dice(Math.min(index, 6))}`,
    on: dice(2) === 0 ? ('success' as const) : oneOf(dice, dependencyKinds),
    condition: dice(3) === 0 ? oneOf(dice, says) : null,
  })).filter(({ task, on, condition }) => seen.size !== seen.add(`${task} ${on} ${condition !== null}`).size);
}

function joinOf(dice: Dice, edges: number): ScriptedStep['join'] {
  if (edges === 0 || dice(2) === 0) return 'all';
  return dice(2) === 0 ? 'any' : 1 + dice(edges);
}

function scriptOf(dice: Dice, ends: Wish['ends']): Script {
  switch (dice(10)) {
    case 0:
    case 1: {
      const rate = dice(4);
      const policy = oneOf<Policy>(dice, ['fail', 'continue', { threshold: 1 + dice(3) }]);
      const fails = Array.from({ length: dice(6) }, () => dice(6) < rate);
      return { kind: 'foreach', fails, policy, atOnce: 1 + dice(3) };
    }
    case 2:
      return { kind: 'while', again: dice(roundsMax + 1), failsAt: dice(4) === 0 ? dice(roundsMax) : null };
    case 3: {
      const how = oneOf(dice, ['time', 'answer', 'too late'] as const);
      return { kind: 'wait', how, end: how === 'too late' ? 'FAILED' : 'SUCCEEDED' };
    }
    case 4: {
      const how = oneOf(dice, ['answer', 'answer', 'too late'] as const);
      return { kind: 'approval', how, end: how === 'too late' ? 'FAILED' : oneOf(dice, ['SUCCEEDED', 'FAILED']) };
    }
    default:
      return { kind: 'task', end: oneOf(dice, ends) };
  }
}

const texts: Record<Says, string> = {
  yes: 'vars.yes',
  no: '!vars.yes',
  error: 'vars.nothing.missing == 1',
  'run failed': 'run.failed',
  'run went well': '!run.failed',
};

/** The same steps when all ends well that whoever carries them out can help. */
export function healedSteps(steps: readonly ScriptedStep[]): ScriptedStep[] {
  return steps.map((step) => ({
    ...step,
    undoing: step.undoing === null ? null : 'SUCCEEDED',
    script: healedScript(step.script),
  }));
}

function healedScript(script: Script): Script {
  switch (script.kind) {
    case 'task':
      return { ...script, end: 'SUCCEEDED' };
    case 'foreach':
      return { ...script, fails: script.fails.map(() => false) };
    case 'while':
      return { ...script, failsAt: null };
    default:
      return script.how === 'answer' ? { ...script, end: 'SUCCEEDED' } : script;
  }
}

/** The definition of the steps. `timeout` is that of waits and approvals that nobody answers in time. */
export function definitionOf(
  steps: readonly ScriptedStep[],
  { timeout, ...more }: { timeout: string } & JsonObject,
): JsonObject {
  // Refused where there is nothing to bound.
  const bound: JsonObject = steps.some(({ script }) => script.kind === 'while') ? { maxIterations: roundsMax } : {};
  return {
    variables: { yes: { type: 'boolean', default: true }, nothing: { type: 'object', default: {} } },
    ...more,
    limits: { ...bound, ...(more.limits === undefined ? {} : (more.limits as JsonObject)) },
    tasks: steps.map((step): JsonObject => {
      const { id, dependencies, join, condition, undoing, writes, isFinally } = step;
      return {
        id,
        ...workOf(step, timeout),
        join,
        dependencies: dependencies.map(({ task, on, condition: asked }) => ({
          ...{ task, on },
          ...(asked === null ? {} : { condition: texts[asked] }),
        })),
        ...(condition === null ? {} : { condition: texts[condition] }),
        ...(undoing === null ? {} : { compensate: { task: 'T', params: { end: undoing } } }),
        ...(writes === null ? {} : { output: { [writes]: `"${id}"` } }),
        ...(isFinally ? { finally: true } : {}),
      };
    }),
  };
}

function workOf({ id, script }: ScriptedStep, timeout: string): JsonObject {
  switch (script.kind) {
    case 'task':
      return { type: 'T', params: { end: script.end } };
    case 'wait':
      if (script.how === 'time') return { wait: { duration: 'PT0.01S' } };
      return { wait: { signal: `for-${id}`, timeout: script.how === 'answer' ? 'PT1H' : timeout } };
    case 'approval':
      return { approval: { title: id, timeout: script.how === 'answer' ? 'PT1H' : timeout } };
    case 'foreach': {
      const foreach = `[${script.fails.map((fails) => (fails ? "'FAILED'" : "'SUCCEEDED'")).join(', ')}]`;
      const params: Json = { end: '${{ item }}' };
      return { type: 'T', params, foreach, maxConcurrency: script.atOnce, onItemFailure: script.policy };
    }
    case 'while':
      // What carries it out says in which round it is.
      return { type: 'T', params: { failsAt: script.failsAt }, while: `result.round < ${script.again}` };
  }
}
