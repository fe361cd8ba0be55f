/**
 * The text of a query bar, taken apart without complaint: half a term while somebody types is no mistake yet. What is
 * right and what it means is for domain/query/query-grammar.ts to say.
 */

import { writeValue } from '#domain/query/write-value.ts';

export type Token = { kind: 'field' | 'value' | 'text' | 'blank'; text: string; at: number };
/** A field and one of its values, as a person adds it to a query. */
export type FieldValue = { field: string; value: string };

type Term = { field: string; values: string[]; isQuoted: boolean; start: number; end: number };

const pieces = /(\s+)|([A-Za-z][A-Za-z]*:)?("[^"]*"?|[^\s"]+)?/gy;

/** The pieces of a text in order; put together they are the text again. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: whole, 1: blank, 2: field, 3: value, index } of text.matchAll(pieces)) {
    if (whole === '') continue;
    if (blank !== undefined) tokens.push({ kind: 'blank', text: blank, at: index });
    if (field !== undefined) tokens.push({ kind: 'field', text: field, at: index });
    if (value === undefined) continue;
    tokens.push({ kind: field === undefined ? 'text' : 'value', text: value, at: index + (field ?? '').length });
  }
  return tokens;
}

/** True when the query asks for this value of the field. */
export function hasValue(text: string, asked: FieldValue): boolean {
  return termsOf(text).some((term) => isOf(term, asked.field) && term.values.some((value) => isSame(asked, value)));
}

/** The query that also allows this value of the field, or no longer does. */
export function toggleValue(text: string, asked: FieldValue): string {
  return hasValue(text, asked) ? withoutValue(text, asked) : withValue(text, asked);
}

/** The query without any term of the field. */
export function withoutField(text: string, field: string): string {
  const term = termsOf(text).find((each) => isOf(each, field));
  return term === undefined ? text.trim() : withoutField(replaced(text, term, ''), field);
}

function withValue(text: string, asked: FieldValue): string {
  const written = writeValue(asked.value);
  const term = termsOf(text).find((each) => isOf(each, asked.field));
  if (term === undefined) return `${text.trim()} ${asked.field}:${written}`.trim();
  // A value in quotes cannot stand in a list of values.
  const isList = !term.isQuoted && !written.startsWith('"');
  const values = isList ? [...term.values.filter((value) => value !== ''), written] : [written];
  return replaced(text, term, `${term.field}:${values.join(',')}`);
}

function withoutValue(text: string, asked: FieldValue): string {
  const term = termsOf(text).find(
    (each) => isOf(each, asked.field) && each.values.some((value) => isSame(asked, value)),
  );
  if (term === undefined) return text.trim();
  const rest = term.values.filter((value) => !isSame(asked, value));
  return replaced(text, term, rest.length === 0 ? '' : `${term.field}:${rest.join(',')}`);
}

function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  let field: Token | undefined;
  for (const token of tokensOf(text)) {
    if (token.kind === 'value' && field !== undefined) {
      const isQuoted = token.text.startsWith('"');
      const values = isQuoted ? [token.text.replaceAll('"', '')] : token.text.split(',');
      terms.push({
        field: field.text.slice(0, -1),
        values,
        isQuoted,
        start: field.at,
        end: token.at + token.text.length,
      });
    }
    field = token.kind === 'field' ? token : undefined;
  }
  return terms;
}

function replaced(text: string, { start, end }: Term, by: string): string {
  const parts = [text.slice(0, start).trim(), by, text.slice(end).trim()];
  return parts.filter((part) => part !== '').join(' ');
}

function isOf(term: Term, field: string): boolean {
  return term.field.toLowerCase() === field.toLowerCase();
}

// States are written in any case; names are names.
function isSame(asked: FieldValue, value: string): boolean {
  return asked.field === 'state' ? asked.value.toLowerCase() === value.toLowerCase() : asked.value === value;
}
