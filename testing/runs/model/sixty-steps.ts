/** A workflow of sixty steps with everything that a definition can say, which fails at its last step. */
import type { Script, ScriptedEdge, ScriptedStep } from './scripted-steps.ts';

const stages = 6;

/** The steps, in six stages of ten that come one after the other, with three that undo and two that come last. */
export function sixtySteps(): ScriptedStep[] {
  const steps = Array.from({ length: stages }, (_, n) => stageOf(n)).flat();
  const last = { ...stepOf('tell', [], { kind: 'task', end: 'SUCCEEDED' }), isFinally: true };
  return [...steps, { ...last, condition: 'run failed' }, { ...last, id: 'never', condition: 'run went well' }];
}

function stageOf(n: number): ScriptedStep[] {
  const id = (name: string) => `${name}_${n}`;
  const after = (name: string, more: Partial<ScriptedEdge> = {}): ScriptedEdge => ({
    ...{ task: id(name), on: 'success' as const, condition: null },
    ...more,
  });
  const task = { kind: 'task', end: 'SUCCEEDED' } as const;
  const start = stepOf(id('start'), n === 0 ? [] : [{ ...after('done'), task: `done_${n - 1}` }], task);
  const step = (name: string, edges: ScriptedEdge[], script: Script, more: Partial<ScriptedStep> = {}) => ({
    ...stepOf(id(name), edges, script),
    ...more,
  });
  const isLast = n === stages - 1;
  const waits: Script[] = [
    { kind: 'wait', how: 'time', end: 'SUCCEEDED' },
    { kind: 'wait', how: 'answer', end: 'SUCCEEDED' },
  ];
  const denied: Script = { kind: 'approval', how: 'answer', end: 'FAILED' };
  const approved: Script = { kind: 'approval', how: 'answer', end: 'SUCCEEDED' };
  const policy = n % 2 === 0 ? 'continue' : { threshold: 1 };
  return [
    { ...start, writes: 'v0', undoing: n % 2 === 0 ? 'SUCCEEDED' : null },
    step('list', [after('start')], { kind: 'foreach', fails: [false, true, false, false], policy, atOnce: 2 }),
    step('rounds', [after('start')], { kind: 'while', again: 1, failsAt: null }),
    step('hold', [after('start')], waits[n % 2] ?? task),
    step('ask', [after('start')], n % 3 === 0 ? denied : approved),
    step('fails', [after('start')], { kind: 'task', end: n % 2 === 0 ? 'FAILED' : 'DEAD' }),
    step('mends', [after('fails', { on: 'failure' }), after('ask', { on: 'failure' })], task, { join: 'any' }),
    step('branch', [after('start', { condition: n % 3 === 1 ? 'yes' : 'no' })], task, { writes: 'v1' }),
    step('other', [after('start', { on: 'default' })], task, { condition: 'yes' }),
    step(
      'done',
      ['list', 'rounds', 'hold', 'ask', 'mends', 'branch', 'other'].map((name) => after(name, { on: 'completion' })),
      isLast ? { kind: 'task', end: 'FAILED' } : task,
      { join: 7 },
    ),
  ];
}

function stepOf(id: string, dependencies: ScriptedEdge[], script: Script): ScriptedStep {
  return { id, dependencies, script, join: 'all', condition: null, undoing: null, writes: null, isFinally: false };
}
