/** What somebody did to a text, a hundred steps back and forth. Values only: what changed, not how. */

/** The range that an edit changed; `removed` stood at `at` before it, `inserted` stands there after it. */
type TextChange = { at: number; removed: string; inserted: string };

/** `group`: typing in one field or one drag has a name of its own, and is one entry. */
type Entry = { change: TextChange; group: string | undefined };

export type History = { done: readonly Entry[]; undone: readonly Entry[] };

// More than anybody goes back by hand; each holds only what changed.
const entriesMax = 100;

export const noHistory: History = { done: [], undone: [] };

/** Remembers an edit. One that follows another of its group is the same entry; what was undone is forgotten. */
export function record(history: History, edit: { before: string; after: string; group?: string }): History {
  const { before, after, group } = edit;
  if (before === after) return history;
  const last = history.done.at(-1);
  const isSameGroup = last !== undefined && group !== undefined && last.group === group && history.undone.length === 0;
  const start = isSameGroup ? taken(before, last.change) : undefined;
  const kept = start === undefined ? history.done.slice(1 - entriesMax) : history.done.slice(0, -1);
  if (start === after) return { done: kept, undone: [] };
  return { done: [...kept, { change: difference(start ?? before, after), group }], undone: [] };
}

/** Ends a group: the next edit is an entry of its own. */
export function seal(history: History): History {
  const last = history.done.at(-1);
  if (last?.group === undefined) return history;
  return { ...history, done: [...history.done.slice(0, -1), { ...last, group: undefined }] };
}

/** The text before the last edit; undefined when there is none, or when the text is not the one that it left. */
export function undo(history: History, text: string): { history: History; text: string } | undefined {
  const last = history.done.at(-1);
  const before = last === undefined ? undefined : taken(text, last.change);
  if (last === undefined || before === undefined) return undefined;
  return { text: before, history: { done: history.done.slice(0, -1), undone: [...history.undone, last] } };
}

/** The text after the edit that was undone last. */
export function redo(history: History, text: string): { history: History; text: string } | undefined {
  const last = history.undone.at(-1);
  if (last === undefined) return undefined;
  const { at, removed, inserted } = last.change;
  const after = taken(text, { at, removed: inserted, inserted: removed });
  if (after === undefined) return undefined;
  const redone = { change: last.change, group: undefined };
  return { text: after, history: { done: [...history.done, redone], undone: history.undone.slice(0, -1) } };
}

/** Takes a change back; undefined where the text does not hold what it inserted. */
function taken(text: string, { at, removed, inserted }: TextChange): string | undefined {
  const end = at + inserted.length;
  if (text.slice(at, end) !== inserted) return undefined;
  return text.slice(0, at) + removed + text.slice(end);
}

/** What differs between two texts, as one range. */
export function difference(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  let at = 0;
  while (at < shorter && before.charCodeAt(at) === after.charCodeAt(at)) at += 1;
  let tail = 0;
  while (
    tail < shorter - at &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail += 1;
  }
  return { at, removed: before.slice(at, before.length - tail), inserted: after.slice(at, after.length - tail) };
}
