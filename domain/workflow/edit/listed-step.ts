/** The step that an edit speaks of, and what an edit comes to. */
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import type { Outline, OutlineStep } from './outline.ts';
import type { TreeChange } from './tree-change.ts';

/** The changes that an edit asks for, and the steps to select when they are made. */
export type Intent = { changes: TreeChange[]; steps: readonly string[] };

export type ListedStep = OutlineStep & { index: number };

/** A step that is written down, or why it cannot be edited. */
export function listedStep({ steps }: Outline, id: string): Outcome<ListedStep> {
  const step = steps.find((known) => known.id === id);
  if (step === undefined) return refuse('NOT_FOUND', `no step is called ${id.slice(0, 200)}`);
  const { index } = step;
  if (index !== undefined) return done({ ...step, index });
  return refuse('UNSUPPORTED', `${id} is only named by another step: write it down in the list first`);
}

/** Where a step is written. */
export function pathOf({ listKey }: Outline, { index }: ListedStep): string[] {
  return [listKey, String(index)];
}
