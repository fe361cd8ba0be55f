/** Marks what was searched for in the parts of a message, also where it goes across two of them. */
import type { Span } from './ansi-spans.ts';

export type MarkedSpan = Span & { isFound: boolean };

// A page of one letter would be nothing but marks.
const marksMax = 200;

/** The parts, cut where what was found begins and ends. */
export function marked(spans: readonly Span[], text: string): MarkedSpan[] {
  const found = text === '' ? [] : placesOf(spans.map((span) => span.text).join(''), text);
  if (found.length === 0) return spans.map((span) => ({ ...span, isFound: false }));
  let start = 0;
  return spans.flatMap((span) => {
    const from = start;
    start += span.text.length;
    return cut(
      span,
      found.map(({ begin, end }) => ({ begin: begin - from, end: end - from })),
    );
  });
}

type Place = { begin: number; end: number };

function placesOf(whole: string, text: string): Place[] {
  const [folded, wanted] = [whole.toLowerCase(), text.toLowerCase()];
  // Some letters have another length in small; then places would be wrong, and nothing is marked.
  if (folded.length !== whole.length) return [];
  const places: Place[] = [];
  let at = folded.indexOf(wanted);
  while (at !== -1 && places.length < marksMax) {
    places.push({ begin: at, end: at + wanted.length });
    at = folded.indexOf(wanted, at + wanted.length);
  }
  return places;
}

function cut(span: Span, found: readonly Place[]): MarkedSpan[] {
  const parts: MarkedSpan[] = [];
  let at = 0;
  const add = (end: number, isFound: boolean) => {
    if (end > at) parts.push({ ...span, text: span.text.slice(at, end), isFound });
    at = Math.max(at, end);
  };
  for (const { begin, end } of found) {
    if (end <= 0 || begin >= span.text.length) continue;
    add(Math.max(0, begin), false);
    add(Math.min(span.text.length, end), true);
  }
  add(span.text.length, false);
  return parts;
}
