/**
 * Two texts that were made of one, line by line: what only one of them changed is taken, what both changed differently is
 * left to a person. Changes beside each other are taken both, but for an insertion at the edge of another change: whether
 * it belongs to what was changed there, nobody knows but its author.
 */
import { type LineChange, lineChanges, linesOf } from './line-changes.ts';

export type Sides = { base: string; mine: string; theirs: string };

/** A stretch of the merged text. `by` is whose change it is; both may have made the same one. */
export type MergePart =
  | { kind: 'same'; lines: readonly string[] }
  | { kind: 'merged'; by: 'mine' | 'theirs' | 'both'; base: readonly string[]; lines: readonly string[] }
  | { kind: 'clash'; base: readonly string[]; mine: readonly string[]; theirs: readonly string[] };
export type Clash = Extract<MergePart, { kind: 'clash' }>;

/** What stands in the place of a clash: what one of them wrote, theirs and then mine, or a text of its own. */
export type Choice = { take: 'mine' } | { take: 'theirs' } | { take: 'both' } | { take: 'edit'; text: string };

/** The stretches of the merged text in their order; together they hold every line of all three texts. */
export function mergeTexts({ base, mine, theirs }: Sides): MergePart[] {
  const lines = linesOf(base);
  const sides = { mine: lineChanges(base, mine), theirs: lineChanges(base, theirs) };
  const parts: MergePart[] = [];
  let done = 0;
  for (const group of groupsOf(sides)) {
    if (group.from > done) parts.push({ kind: 'same', lines: lines.slice(done, group.from) });
    parts.push(partOf(lines, group));
    done = group.to;
  }
  if (done < lines.length) parts.push({ kind: 'same', lines: lines.slice(done) });
  return parts;
}

/** The merged text; undefined while a clash has no choice. `choices` are those of the clashes in their order. */
export function mergedText(parts: readonly MergePart[], choices: readonly (Choice | undefined)[]): string | undefined {
  const lines: string[] = [];
  let clash = 0;
  for (const part of parts) {
    if (part.kind !== 'clash') {
      lines.push(...part.lines);
      continue;
    }
    const choice = choices[clash];
    clash += 1;
    if (choice === undefined) return undefined;
    lines.push(...chosenLines(part, choice));
  }
  return lines.join('\n');
}

/** What a choice puts in the place of a clash. */
export function chosenLines({ mine, theirs }: Clash, choice: Choice): readonly string[] {
  if (choice.take === 'mine') return mine;
  if (choice.take === 'theirs') return theirs;
  if (choice.take === 'both') return [...theirs, ...mine];
  return choice.text === '' ? [] : linesOf(choice.text);
}

/** The clashes in their order. */
export function clashesOf(parts: readonly MergePart[]): Clash[] {
  return parts.filter((part) => part.kind === 'clash');
}

type Side = 'mine' | 'theirs';
type Group = { from: number; to: number; mine: LineChange[]; theirs: LineChange[] };

function groupsOf(sides: Record<Side, readonly LineChange[]>): Group[] {
  const all = [
    ...sides.mine.map((change) => ({ side: 'mine' as const, change })),
    ...sides.theirs.map((change) => ({ side: 'theirs' as const, change })),
  ].toSorted((one, other) => one.change.from - other.change.from || one.change.to - other.change.to);
  const groups: Group[] = [];
  for (const { side, change } of all) {
    const last = groups.at(-1);
    if (last !== undefined && isAt(last, change)) {
      last[side].push(change);
      last.to = Math.max(last.to, change.to);
      continue;
    }
    const group: Group = { from: change.from, to: change.to, mine: [], theirs: [] };
    group[side].push(change);
    groups.push(group);
  }
  return groups;
}

function isAt(group: Group, change: LineChange): boolean {
  const isInsertion = group.from === group.to || change.from === change.to;
  return isInsertion ? change.from <= group.to : change.from < group.to;
}

function partOf(lines: readonly string[], group: Group): MergePart {
  const base = lines.slice(group.from, group.to);
  const [mine, theirs] = [changed(lines, group, 'mine'), changed(lines, group, 'theirs')];
  if (group.theirs.length === 0) return { kind: 'merged', by: 'mine', base, lines: mine };
  if (group.mine.length === 0) return { kind: 'merged', by: 'theirs', base, lines: theirs };
  if (isSame(mine, theirs)) return { kind: 'merged', by: 'both', base, lines: mine };
  return { kind: 'clash', base, mine, theirs };
}

function changed(lines: readonly string[], group: Group, side: Side): string[] {
  const found: string[] = [];
  let done = group.from;
  for (const { from, to, lines: instead } of group[side]) {
    found.push(...lines.slice(done, from), ...instead);
    done = to;
  }
  found.push(...lines.slice(done, group.to));
  return found;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, n) => line === other[n]);
}
