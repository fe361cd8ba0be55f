/** The parts of a note: plain words, and web addresses that become links. */

export type NotePart = {
  /** Where in the text it begins. */
  at: number;
  words: string;
  /** Only of addresses of the web: anything else a browser would follow is plain words here. */
  href?: string;
};

// Up to a blank or a sign that no address ends a sentence with.
const address = /\bhttps?:\/\/[^\s<>"'`]+/g;
const trailing = /[).,;:!?\]]+$/;

/** Parts a text; put together again they are the text. */
export function partsOfNote(text: string): NotePart[] {
  const parts: NotePart[] = [];
  let at = 0;
  for (const match of text.matchAll(address)) {
    const words = match[0].replace(trailing, '');
    const href = URL.parse(words)?.href;
    if (href === undefined) continue;
    if (match.index > at) parts.push({ at, words: text.slice(at, match.index) });
    parts.push({ at: match.index, words, href });
    at = match.index + words.length;
  }
  if (at < text.length) parts.push({ at, words: text.slice(at) });
  return parts;
}
