/** What all who change a text share while one edit is made. */
import type { Json } from '#domain/value/json.ts';
import { changedInside, type Path, placeOf, type TreeChange, valueAt } from '#domain/workflow/edit/tree-change.ts';
import type { Splice } from './lines.ts';

export type Patching = {
  text: string;
  lineBreak: string;
  isJson: boolean;
  /** Everything as it is read before. */
  before: Json;
  splices: Splice[];
  /** Whether what is changed through an alias is written out there, or follows what the alias stands for. */
  expands: boolean;
  /** Anchors whose values were changed. */
  anchors: Set<string>;
};

/** Changes inside of one value. `path` leads to it, and all changes lie at it or deeper. */
export type Inside = { path: Path; changes: readonly TreeChange[] };

export type ChildChange =
  | { kind: 'value'; value: Json; before?: string }
  | { kind: 'gone' }
  | { kind: 'deeper'; inside: Inside };

/** What happens to each child of a value: replaced, removed, or changed further down. */
export function childChanges(inside: Inside): Map<string, ChildChange> {
  const depth = inside.path.length;
  const grouped = new Map<string, TreeChange[]>();
  for (const change of inside.changes) {
    const part = placeOf(change)[depth];
    if (part === undefined) continue;
    const known = grouped.get(part);
    if (known === undefined) grouped.set(part, [change]);
    else known.push(change);
  }
  const children = new Map<string, ChildChange>();
  for (const [part, changes] of grouped) children.set(part, childChange(inside.path, part, changes));
  return children;
}

function childChange(parent: Path, part: string, changes: TreeChange[]): ChildChange {
  const path = [...parent, part];
  for (const change of changes.toReversed()) {
    if ((change.kind !== 'set' && change.kind !== 'remove') || change.path.length !== path.length) continue;
    if (change.kind === 'remove') return { kind: 'gone' };
    return { kind: 'value', value: change.value, ...(change.before !== undefined && { before: change.before }) };
  }
  return { kind: 'deeper', inside: { path, changes } };
}

export type Insertion = { index: number; values: readonly Json[] };
export type Move = { from: number; to: number };

/** What is put into a list, and what changes its place in it. */
export function listChanges({ path, changes }: Inside): { insertions: Insertion[]; moves: Move[] } {
  const here = changes.flatMap((change) =>
    (change.kind === 'insert' || change.kind === 'move') && change.list.length === path.length ? [change] : [],
  );
  return {
    insertions: here.flatMap((change) => (change.kind === 'insert' ? [change] : [])),
    moves: here.flatMap((change) => (change.kind === 'move' ? [change] : [])),
  };
}

/** The value that lies at a path once the changes inside of it are made. */
export function valueAfter(patching: Patching, { path, changes }: Inside): Json {
  return changedInside(valueAt(patching.before, path), { changes, depth: path.length }) ?? null;
}
