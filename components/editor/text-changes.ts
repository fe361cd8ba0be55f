/** What changed between two texts, counted. */
import { Chunk, type DiffConfig } from '@codemirror/merge';
import { Text } from '@codemirror/state';

// Two texts that have little in common are compared coarsely rather than for seconds.
export const diffConfig: DiffConfig = { scanLimit: 500 };

/** A text whose last line ends: else a line after it would count as a change of it, too. */
export function wholeLines(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** How many lines came and went. */
export function countChanges(before: string, after: string): { added: number; removed: number } {
  const [old, next] = [textOf(before), textOf(after)];
  let [added, removed] = [0, 0];
  for (const { fromA, toA, endA, fromB, toB, endB } of Chunk.build(old, next, diffConfig)) {
    removed += linesIn(old, { from: fromA, to: toA, end: endA });
    added += linesIn(next, { from: fromB, to: toB, end: endB });
  }
  return { added, removed };
}

function textOf(text: string): Text {
  return Text.of(wholeLines(text).split('\n'));
}

function linesIn(text: Text, { from, to, end }: { from: number; to: number; end: number }): number {
  return from === to ? 0 : text.lineAt(end).number - text.lineAt(from).number + 1;
}
