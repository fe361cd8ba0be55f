/**
 * What a batch statement sends for each of its items, as one table: a column's name, its type and how it is read from
 * the item stand in one place, and the parts of the statement are made from it.
 */
import type { Json } from '#domain/value/json.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { arrayOf } from './sql-arrays.ts';

/** A column that every item has; sent as an array, so its texts need no quoting. */
export type PlainColumn<Item> = { name: string; type: string; of: (item: Item) => string | number };

/** A column that few items have; sent as JSON, and only where there is something. */
export type RareColumn<Item> = { name: string; type: string; of: (item: Item) => Json | undefined };

/** `name, name`. */
export function namesOf(columns: readonly { name: string }[]): Prisma.Sql {
  return Prisma.raw(columns.map(({ name }) => name).join(', '));
}

/** `name type, name type`, as json_to_recordset wants them. */
export function typedNamesOf(columns: readonly { name: string; type: string }[]): Prisma.Sql {
  return Prisma.raw(columns.map(({ name, type }) => `${name} ${type}`).join(', '));
}

/** An array of the column's values. */
export function valuesOf<Item>({ type, of }: PlainColumn<Item>, items: readonly Item[]): Prisma.Sql {
  return Prisma.sql`${arrayOf(items.map(of))}::text::${Prisma.raw(type)}[]`;
}

/** True when the item has something of the columns; nothing is made to find out. */
export function hasRareValue<Item>(columns: readonly RareColumn<Item>[], item: Item): boolean {
  for (const { of } of columns) if (isThere(of(item))) return true;
  return false;
}

/** What the item has of the columns. */
export function rareValuesOf<Item>(columns: readonly RareColumn<Item>[], item: Item): Record<string, Json> {
  const values: Record<string, Json> = {};
  for (const { name, of } of columns) {
    const value = of(item);
    if (isThere(value)) values[name] = value;
  }
  return values;
}

function isThere(value: Json | undefined): value is Exclude<Json, null> {
  return value !== undefined && value !== null;
}
