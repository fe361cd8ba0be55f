/** What turns one text into another, as one change between the parts that are the same. */

/** A change as the editor takes it: what stands from `from` to `to` becomes `insert`. */
export type TextChange = { from: number; to: number; insert: string };

/** The shortest single change; of a text into itself it changes nothing. */
export function changeBetween(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from += 1;
  let end = 0;
  while (end < shorter - from && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}
