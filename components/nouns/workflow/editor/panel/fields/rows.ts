/** Rows of a form that stand for a list or an object of the definition. */
import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { Control } from './field-specs.ts';

/** One row; a list of texts has no values. */
export type Row = { name: string; value: string };
export type RowsKind = Extract<Control, { row: string }>['kind'];

/** The rows of what is written. */
export function rowsOf(said: Json | undefined): Row[] {
  if (typeof said === 'string') return [{ name: said, value: '' }];
  if (Array.isArray(said)) return said.map((name) => ({ name: String(name), value: '' }));
  if (!isJsonObject(said)) return [];
  return Object.entries(said).map(([name, value]) => ({ name, value: String(value) }));
}

/** What is written for rows; undefined for none. One that is half filled in waits until it is whole. */
export function writtenRows(rows: readonly Row[], kind: RowsKind): Json | undefined {
  const whole = rows.filter(({ name, value }) => name.trim() !== '' && (kind === 'lines' || value.trim() !== ''));
  if (whole.length === 0) return undefined;
  if (kind === 'lines') return whole.map(({ name }) => name.trim());
  return Object.fromEntries(
    whole.map(({ name, value }) => [name.trim(), kind === 'amounts' ? numberOr(value) : value.trim()]),
  );
}

/** A whole number where it is one; anything else stands as it is, and the problems say so. */
export function numberOr(text: string): Json {
  return /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : text.trim();
}
