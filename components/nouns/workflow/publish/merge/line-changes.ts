/** What changed from one text to another, in whole lines. */
import { diff } from '@codemirror/merge';

/** The lines from `from` to before `to` of the first text became `lines`. */
export type LineChange = { from: number; to: number; lines: readonly string[] };

// Two texts that have little in common are compared coarsely rather than for seconds.
const scanLimit = 2_000;
// Every line that is unlike all others is one sign for the comparison, and of these there are no more.
const signsMax = 0xd800;

/** The lines of a text; what stands behind the last end of a line is one, too. */
export function linesOf(text: string): string[] {
  return text.split('\n');
}

/** The changes in their order, none beside another. */
export function lineChanges(before: string, after: string): LineChange[] {
  const [old, next] = [linesOf(before), linesOf(after)];
  const signs = new Map<string, string>();
  const signed = (lines: readonly string[]) => lines.map((line) => signOf(signs, line)).join('');
  const [from, to] = [signed(old), signed(next)];
  const changes = signs.size > signsMax ? [wholeChange(old, next)] : diff(from, to, { scanLimit });
  return changes
    .filter(({ fromA, toA, fromB, toB }) => fromA < toA || fromB < toB)
    .map(({ fromA, toA, fromB, toB }) => ({ from: fromA, to: toA, lines: next.slice(fromB, toB) }));
}

function signOf(signs: Map<string, string>, line: string): string {
  const known = signs.get(line);
  if (known !== undefined) return known;
  const sign = String.fromCharCode(signs.size % signsMax);
  signs.set(line, sign);
  return sign;
}

// All between the beginning and the end that both have.
function wholeChange(old: readonly string[], next: readonly string[]) {
  const shorter = Math.min(old.length, next.length);
  let head = 0;
  while (head < shorter && old[head] === next[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === next[next.length - 1 - tail]) tail += 1;
  return { fromA: head, toA: old.length - tail, fromB: head, toB: next.length - tail };
}
