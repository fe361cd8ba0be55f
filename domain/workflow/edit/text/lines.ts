/** Where lines begin and end in a text, and what may be replaced in it. */

/** What takes the place of a range of the text. */
export type Splice = { from: number; to: number; text: string };

export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line that holds an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return end > offset && text.charAt(end - 1) === '\r' ? end - 1 : end;
}

/** Where the next line begins; an offset at the beginning of a line is the beginning of the next one. */
export function nextLine(text: string, offset: number): number {
  if (offset > 0 && text.charAt(offset - 1) === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** The end of a text that may end behind its last line break, before that. */
export function withoutBreak(text: string, to: number): number {
  if (text.charAt(to - 1) !== '\n') return to;
  return text.charAt(to - 2) === '\r' ? to - 2 : to - 1;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** True when nothing but spaces stands before an offset in its line. */
export function isFirstOfLine(text: string, offset: number): boolean {
  return /^ *$/.test(text.slice(lineStart(text, offset), offset));
}

/** The line break that the author uses. */
export function lineBreakOf(text: string): '\r\n' | '\n' {
  const end = text.indexOf('\n');
  return end > 0 && text.charAt(end - 1) === '\r' ? '\r\n' : '\n';
}

/** The text after the splices; undefined when two of them overlap. Of those at one place the first comes first. */
export function spliced(text: string, splices: readonly Splice[]): string | undefined {
  const ordered = splices.toSorted((one, other) => one.from - other.from || one.to - other.to);
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, text: part } of ordered) {
    if (from < at) return undefined;
    parts.push(text.slice(at, from), part);
    at = to;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
