/** What of a line is otherwise than in another one, in whole words. */
export type LineParts = { head: string; changed: string; tail: string };

const inWord = /[\p{L}\p{N}_.]/u;

/** A line in three parts: what both begin with, what stands only here, and what both end with. */
export function changedPart(line: string, than: string): LineParts {
  if (line === than) return { head: line, changed: '', tail: '' };
  const shorter = Math.min(line.length, than.length);
  let head = 0;
  while (head < shorter && line[head] === than[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && line.at(-1 - tail) === than.at(-1 - tail)) tail += 1;
  // What began or ended alike within a word belongs to the word.
  while (head > 0 && isWithinWord(line, head, than, head)) head -= 1;
  while (tail > 0 && isWithinWord(line, line.length - tail, than, than.length - tail)) tail -= 1;
  const end = line.length - tail;
  return { head: line.slice(0, head), changed: line.slice(head, end), tail: line.slice(end) };
}

function isWithinWord(line: string, at: number, than: string, thanAt: number): boolean {
  const goesOn = (text: string, place: number) => inWord.test(text[place - 1] ?? '') && inWord.test(text[place] ?? '');
  return goesOn(line, at) || goesOn(than, thanAt);
}
