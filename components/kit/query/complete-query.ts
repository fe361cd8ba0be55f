/** What a query bar offers where the caret stands: fields, then the values of a field. */
import type { FieldKind } from '#domain/query/query-grammar.ts';
import { writeValue } from '#domain/query/write-value.ts';

// What a list of offers shows without scrolling far; another letter narrows it.
const suggestionsMax = 12;

/** One offer: what it is called, what it means, and what it writes. */
export type Suggestion = { label: string; hint: string; insert: string };
/** Offers for the part of the text between `from` and `to`. */
export type Completion = { from: number; to: number; suggestions: Suggestion[] };

/** What may be offered: every field with what it means, and the values known of the fields that have some. */
export type Vocabulary = {
  fields: Readonly<Record<string, FieldKind>>;
  hints: Readonly<Record<string, string>>;
  values: Readonly<Record<string, readonly { value: string; hint: string }[]>>;
};

const spans: readonly (readonly [string, string])[] = [
  ['>-15m', 'in the last 15 minutes'],
  ['>-1h', 'in the last hour'],
  ['>-24h', 'in the last 24 hours'],
  ['>-7d', 'in the last 7 days'],
  ['<-10m', 'more than 10 minutes ago'],
  ['<-1h', 'more than an hour ago'],
  ['<-24h', 'more than a day ago'],
];

/** The offers at a place of the text. */
export function completeQuery(text: string, caret: number, vocabulary: Vocabulary): Completion {
  const written = termBefore(text, caret);
  const parts = /^([A-Za-z]+):(.*)$/s.exec(written);
  const field = parts?.[1] === undefined ? undefined : knownField(vocabulary, parts[1]);
  const kind = field === undefined ? undefined : vocabulary.fields[field];
  if (parts === null || field === undefined || kind === undefined) {
    return offer({ start: caret - written.length, to: caret, found: startOfTerm(written, vocabulary) });
  }
  const value = parts[2] ?? '';
  if (kind === 'time') return offer({ start: caret - value.length, to: caret, found: spansLike(value) });
  if (kind === 'label') return offer({ start: caret, to: caret, found: [] });
  const listed = value.split(',');
  const part = (listed.pop() ?? '').replace('"', '');
  const found = matching(vocabulary.values[field] ?? [], part)
    .filter((known) => !listed.includes(known.value))
    .map((known) => ({ label: known.value, hint: known.hint, insert: `${writeValue(known.value)} ` }));
  const isQuoted = value.startsWith('"');
  return offer({ start: caret - part.length - (isQuoted ? 1 : 0), to: caret, found });
}

/** The text after an offer was taken, and where the caret then stands. */
export function takeSuggestion(
  text: string,
  { from, to }: Completion,
  { insert }: Suggestion,
): { text: string; caret: number } {
  const rest = text.slice(to);
  // One blank parts two terms, not two.
  const written = insert.endsWith(' ') && rest.startsWith(' ') ? insert.slice(0, -1) : insert;
  const caret = from + insert.length;
  return { text: text.slice(0, from) + written + rest, caret };
}

function offer({ start, to, found }: { start: number; to: number; found: Suggestion[] }): Completion {
  return { from: start, to, suggestions: found.slice(0, suggestionsMax) };
}

// The term that the caret stands in, up to the caret. A blank inside quotes does not end it.
function termBefore(text: string, caret: number): string {
  const before = text.slice(0, caret);
  return /(?:[A-Za-z]+:)?"[^"]*$|\S*$/.exec(before)?.[0] ?? '';
}

function startOfTerm(written: string, vocabulary: Vocabulary): Suggestion[] {
  const typed = written.toLowerCase();
  const fields = Object.keys(vocabulary.fields)
    .filter((field) => field.startsWith(typed))
    .map((field) => ({ label: `${field}:`, hint: vocabulary.hints[field] ?? '', insert: `${field}:` }));
  // One letter means too many things.
  if (typed.length < 2) return fields;
  const values = Object.entries(vocabulary.values).flatMap(([field, known]) =>
    matching(known, typed).map(({ value, hint }) => {
      const term = `${field}:${writeValue(value)}`;
      return { label: term, hint, insert: `${term} ` };
    }),
  );
  return [...fields, ...values];
}

function spansLike(value: string): Suggestion[] {
  return spans
    .filter(([span]) => span.startsWith(value))
    .map(([span, hint]) => ({ label: span, hint, insert: `${span} ` }));
}

// What begins with the text comes before what only contains it.
function matching<Known extends { value: string }>(known: readonly Known[], part: string): Known[] {
  const typed = part.toLowerCase();
  const found = known.filter(({ value }) => value.toLowerCase().includes(typed));
  const begins = ({ value }: Known) => value.toLowerCase().startsWith(typed);
  return [...found.filter(begins), ...found.filter((each) => !begins(each))];
}

function knownField(vocabulary: Vocabulary, field: string): string | undefined {
  return Object.keys(vocabulary.fields).find((known) => known === field.toLowerCase());
}
