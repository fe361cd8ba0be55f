/** What publishing a text would do, so that a person can be told before it is done. */

import { unreachable } from '#domain/unreachable.ts';

/** What is published now of the workflow that is edited; undefined while a new one is written. */
type Published = { name: string; number: number } | undefined;

export type PublishPlan =
  /** The text names no workflow yet, or cannot be read. */
  | { kind: 'nameless' }
  /** The first version of a new workflow. */
  | { kind: 'first'; name: string; baseVersion: 0 }
  /** The version after the one that was edited. */
  | { kind: 'next'; name: string; baseVersion: number }
  /** Somebody else published since: both are brought together first. */
  | { kind: 'behind'; name: string; baseVersion: number; edited: number }
  /** The text names another workflow than the one it was written in: that one stays as it is. */
  | { kind: 'other'; name: string; from: string; baseVersion: 0 };

/** Finds what is meant. `edited` is the version that the text was begun from. */
export function publishPlan(text: { name: string | undefined; edited: number }, published: Published): PublishPlan {
  const { name, edited } = text;
  if (name === undefined) return { kind: 'nameless' };
  if (published === undefined) return { kind: 'first', name, baseVersion: 0 };
  if (name !== published.name) return { kind: 'other', name, from: published.name, baseVersion: 0 };
  if (edited !== published.number) return { kind: 'behind', name, baseVersion: published.number, edited };
  return { kind: 'next', name, baseVersion: published.number };
}

/** What stands on the button that carries the plan out. */
export function publishVerb(plan: PublishPlan): string {
  switch (plan.kind) {
    case 'nameless':
      return 'Publish';
    case 'first':
      return 'Publish version 1';
    case 'next':
      return `Publish version ${plan.baseVersion + 1}`;
    case 'behind':
      return `Publish version ${plan.baseVersion + 1}`;
    case 'other':
      return `Publish as ${plan.name}`;
    default:
      return unreachable(plan);
  }
}
