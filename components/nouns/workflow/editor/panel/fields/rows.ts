/** Rows of a form that stand for a list or an object of the definition. */
import { isJsonObject, type Json } from '#domain/value/json.ts';
import type { Control } from './field-specs.ts';
import { readWhole } from './typed-values.ts';

/** One row; a list of texts has no values. */
export type Row = { name: string; value: string };
export type RowsKind = Extract<Control, { row: string }>['kind'];
/** A row as it stands in the form, and as it was written last. */
export type HeldRow = { row: Row; written: Row | undefined };

/** The rows of what is written. */
export function rowsOf(said: Json | undefined): Row[] {
  if (typeof said === 'string') return [{ name: said, value: '' }];
  if (Array.isArray(said)) return said.map((name) => ({ name: String(name), value: '' }));
  if (!isJsonObject(said)) return [];
  return Object.entries(said).map(([name, value]) => ({ name, value: String(value) }));
}

/** The same, held for the form. */
export function heldRows(said: Json | undefined): HeldRow[] {
  return rowsOf(said).map((row) => ({ row, written: row }));
}

/** The rows after one was changed, or taken away; each that can be written counts as written. */
export function withRow(
  rows: readonly HeldRow[],
  index: number,
  change: { row: Row | undefined; kind: RowsKind },
): HeldRow[] {
  const { row: next, kind } = change;
  const changed = rows.flatMap((held, place) => {
    if (place !== index) return [held];
    return next === undefined ? [] : [{ ...held, row: next }];
  });
  // One that is written under another name frees its old one for the next.
  return changed.reduce<HeldRow[]>((next) => settled(next, kind), changed);
}

function settled(rows: readonly HeldRow[], kind: RowsKind): HeldRow[] {
  return rows.map((held, place) => (isFit(rows, place, kind) ? { row: held.row, written: held.row } : held));
}

/** True when every row is written as it stands. */
export function areWritten(rows: readonly HeldRow[]): boolean {
  return rows.every(({ row, written }) => row.name === written?.name && row.value === written.value);
}

/** What is wrong with the first row that cannot be written. One that is not begun yet is not wrong. */
export function rowsProblem(rows: readonly HeldRow[], kind: RowsKind): string | undefined {
  for (const [index, { row }] of rows.entries()) {
    if (row.name.trim() === '' && row.value.trim() === '') continue;
    if (isFit(rows, index, kind)) continue;
    if (!isWhole(row, kind)) return 'A row is written as soon as it has both its parts.';
    const amount = kind === 'amounts' ? readWhole(row.value.trim(), {}) : undefined;
    if (amount?.ok === false) return amount.problem;
    return `${row.name.trim()} stands there twice.`;
  }
  return undefined;
}

function isWhole({ name, value }: Row, kind: RowsKind): boolean {
  return name.trim() !== '' && (kind === 'lines' || value.trim() !== '');
}

function isFit(rows: readonly HeldRow[], index: number, kind: RowsKind): boolean {
  const row = rows[index]?.row;
  if (row === undefined || !isWhole(row, kind)) return false;
  if (kind === 'amounts' && !readWhole(row.value.trim(), {}).ok) return false;
  const name = row.name.trim();
  // A row that waits keeps the name under which it is written.
  return !rows.some(
    (other, place) => place !== index && (other.row.name.trim() === name || other.written?.name.trim() === name),
  );
}

/** What is written for rows; undefined for none. One that cannot be written stays as it was. */
export function writtenRows(rows: readonly HeldRow[], kind: RowsKind): Json | undefined {
  const written = rows.flatMap((held) => held.written ?? []);
  if (written.length === 0) return undefined;
  if (kind === 'lines') return written.map(({ name }) => name.trim());
  return Object.fromEntries(
    written.map(({ name, value }) => [name.trim(), kind === 'amounts' ? Number(value) : value.trim()]),
  );
}
