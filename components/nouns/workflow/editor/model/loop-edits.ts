/** Makes a step repeat its task, another way or no longer. */
import type { Definition, Step } from '#domain/workflow/definition.ts';
import type { Edit } from '#domain/workflow/edit/edit.ts';

const fields = { foreach: ['foreach', 'maxConcurrency', 'onItemFailure'], while: ['while', 'delay'] } as const;
export type LoopKind = keyof typeof fields;

export const loopWords: Record<LoopKind, string> = { foreach: 'Repeat for each item', while: 'Repeat while' };

/** Said where a step cannot repeat so. */
export const loopRefusals: Record<LoopKind, string> = {
  foreach: 'Only a task or another workflow can be repeated.',
  while: 'Only a task can be repeated while something holds.',
};

/** How a step may repeat: a task either way, another workflow for each item. */
export function loopKindsOf({ task, workflow }: Pick<Step, 'task' | 'workflow'>): readonly LoopKind[] {
  if (task !== undefined) return ['foreach', 'while'];
  return workflow === undefined ? [] : ['foreach'];
}

/** True for a step that a task may undo: one that a task carries out. */
export function mayBeUndone(step: Pick<Step, 'task'> | undefined): boolean {
  return step?.task !== undefined;
}

/** The edits that make a step repeat so. What it begins with can be read at once. */
export function loopEdits({ id, loop }: Step, kind: LoopKind | undefined, variables: Definition['variables']): Edit[] {
  if (loop?.kind === kind) return [];
  const gone = loop === undefined ? [] : fields[loop.kind];
  const removals = gone.map((field): Edit => ({ kind: 'set-field', step: id, path: [field], value: undefined }));
  if (kind === undefined) return removals;
  const list = Object.entries(variables).find(([, { type }]) => type === 'array')?.[0];
  const value = { foreach: list === undefined ? '[1, 2, 3]' : `vars.${list}`, while: 'result.more' }[kind];
  return [...removals, { kind: 'set-field', step: id, path: [kind], value }];
}

/** What a step may wait for without a task, each as it is written at first. */
export const waitKinds = ['duration', 'until', 'signal'] as const;
export type WaitKind = (typeof waitKinds)[number];

/** The edit that makes a step wait for something else. */
export function waitEdit({ id }: Pick<Step, 'id'>, kind: WaitKind): Edit {
  const value = { duration: 'PT5M', until: 'now + duration("1h")', signal: id }[kind];
  return { kind: 'set-field', step: id, path: ['wait'], value: { [kind]: value } };
}
