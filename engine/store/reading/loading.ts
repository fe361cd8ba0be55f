/** Loading what a page of rows refers to: one statement for all of them, never one for each. */
import { pageBounds } from '#domain/bounds/page.ts';
import { assert } from '#domain/unreachable.ts';
import type { Context } from '#engine/store/context.ts';
import { type Transaction, transaction } from '#engine/store/transaction.ts';

/** Loads rows of the context's tenant by their keys; a key that is unknown, or of another tenant, is absent from the map. */
export async function loadByKey<Row>(
  context: Context,
  keys: readonly string[],
  how: { read: (tx: Transaction, keys: string[]) => Promise<Row[]>; keyOf: (row: Row) => string },
): Promise<Map<string, Row>> {
  const wanted = [...new Set(keys)];
  if (wanted.length === 0) return new Map();
  assert(
    wanted.length <= pageBounds.loadBatchMax,
    `a loader is asked for at most ${pageBounds.loadBatchMax} rows at once`,
  );
  const rows = await transaction(context.database, context.tenantId, (tx) => how.read(tx, wanted));
  return new Map(rows.map((row) => [how.keyOf(row), row]));
}
