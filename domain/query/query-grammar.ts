/**
 * The query bar: `state:failed,dead queue:billing started:>-2h "some words"`. Splits a text into terms and reads their
 * values; which fields exist is for the list that is asked. Every complaint names the place of the character.
 */

import { queryBounds } from '#domain/bounds/query.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { isRealDay, isTellable } from '#domain/value/instant.ts';

/** `words`: one or more values parted by commas. `time`: `>` or `<` and an instant or a span before or after now. `label`: `key=value`. */
export type FieldKind = 'words' | 'time' | 'label';

export type QueryTerm =
  | { kind: 'words'; field: string; values: string[]; at: number }
  | { kind: 'time'; field: string; side: 'after' | 'before'; instantMs: number; at: number }
  | { kind: 'label'; key: string; value: string; at: number }
  | { kind: 'text'; text: string; at: number };

type Asked = { fields: Readonly<Record<string, FieldKind>>; nowMs: number; path: string[] };
type Piece = { field: string | undefined; value: string; isQuoted: boolean; at: number; valueAt: number };

/** Reads a query; `at` of a term is the place of its first character, counted from 1. */
export function parseQuery(text: string, asked: Asked): Outcome<QueryTerm[]> {
  if (text.length > queryBounds.queryLengthMax)
    return refuse('TOO_LARGE', `a query has at most ${queryBounds.queryLengthMax} characters`, asked.path);
  const pieces = splitQuery(text, asked.path);
  if (!pieces.ok) return pieces;
  if (pieces.value.length > queryBounds.queryTermsMax)
    return refuse('TOO_LARGE', `a query has at most ${queryBounds.queryTermsMax} terms`, asked.path);
  const terms: QueryTerm[] = [];
  const refusals: Refusal[] = [];
  for (const piece of pieces.value) {
    const term = readTerm(piece, asked);
    if (term.ok) terms.push(term.value);
    else refusals.push(...term.refusals);
  }
  return refusals.length > 0 ? refuseAll(refusals) : done(terms);
}

const fieldStart = /([A-Za-z][A-Za-z]*):/y;
const blank = /\s+/y;
const bareValue = /[^\s"]+/y;
const quotedValue = /"([^"]*)"/y;

function splitQuery(text: string, path: string[]): Outcome<Piece[]> {
  const pieces: Piece[] = [];
  let place = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = place;
    const match = pattern.exec(text);
    if (match !== null) place = pattern.lastIndex;
    return match;
  };
  while (place < text.length) {
    if (take(blank) !== null) continue;
    const at = place + 1;
    const field = take(fieldStart)?.[1];
    const valueAt = place + 1;
    const quoted = take(quotedValue);
    const value = quoted?.[1] ?? take(bareValue)?.[0];
    if (value === undefined && text[place] === '"')
      return refuse('BAD_INPUT', `the quote at character ${valueAt} is never closed`, path);
    if (value === undefined || value === '') {
      return refuse(
        'BAD_INPUT',
        `${field === undefined ? 'an empty quote' : `${field}: has no value`} at character ${at}`,
        path,
      );
    }
    pieces.push({ field, value, isQuoted: quoted !== null, at, valueAt });
  }
  return done(pieces);
}

function readTerm(piece: Piece, asked: Asked): Outcome<QueryTerm> {
  const { field, value, at } = piece;
  if (field === undefined) return done({ kind: 'text', text: value, at });
  const name = Object.keys(asked.fields).find((known) => known.toLowerCase() === field.toLowerCase());
  const kind = name === undefined ? undefined : asked.fields[name];
  if (name === undefined || kind === undefined) {
    return refuse(
      'BAD_INPUT',
      `there is no field "${field}" (character ${at}); known are ${Object.keys(asked.fields).join(', ')}`,
      asked.path,
    );
  }
  if (kind === 'label') return readLabel(piece, asked);
  if (kind === 'time') return readTime(piece, { field: name, ...asked });
  const values = piece.isQuoted ? [value] : value.split(',');
  if (values.includes(''))
    return refuse('BAD_INPUT', `a value is missing beside a comma (character ${piece.valueAt})`, asked.path);
  return done({ kind: 'words', field: name, values, at });
}

function readLabel(piece: Piece, asked: Asked): Outcome<QueryTerm> {
  const parts = /^([^=]+)=(.*)$/.exec(piece.value);
  if (parts === null)
    return refuse('BAD_INPUT', `a label is written label:name=value (character ${piece.valueAt})`, asked.path);
  return done({ kind: 'label', key: parts[1] ?? '', value: parts[2] ?? '', at: piece.at });
}

const spanUnitMs: Record<string, number> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 24 * 3_600_000,
  w: 7 * 24 * 3_600_000,
};
const instantPattern = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

function readTime(piece: Piece, asked: Asked & { field: string }): Outcome<QueryTerm> {
  const { value, at, valueAt } = piece;
  const complain = () =>
    refuse(
      'BAD_INPUT',
      `${asked.field} takes > or < and an instant, such as >-2h or <2026-03-01T12:00Z (character ${valueAt})`,
      asked.path,
    );
  const parts = /^([<>])=?(.+)$/.exec(value);
  if (parts === null) return complain();
  const instantMs = readInstantMs(parts[2] ?? '', asked.nowMs);
  if (instantMs === undefined) return complain();
  return done({ kind: 'time', field: asked.field, side: parts[1] === '>' ? 'after' : 'before', instantMs, at });
}

function readInstantMs(text: string, nowMs: number): number | undefined {
  if (text === 'now') return nowMs;
  const span = /^([+-])(\d{1,6})([smhdw])$/.exec(text);
  if (span !== null) {
    const spanMs = Number(span[2]) * (spanUnitMs[span[3] ?? ''] ?? 0);
    return tellable(span[1] === '-' ? nowMs - spanMs : nowMs + spanMs);
  }
  if (!instantPattern.test(text)) return undefined;
  // An instant without a zone is UTC, whoever asks.
  const hasZone = /(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const instantMs = Date.parse(hasZone || !text.includes('T') ? text : `${text}Z`);
  return isRealDay(text.slice(0, 10)) ? tellable(instantMs) : undefined;
}

function tellable(instantMs: number): number | undefined {
  return isTellable(instantMs) ? instantMs : undefined;
}
