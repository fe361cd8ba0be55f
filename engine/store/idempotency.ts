/** Idempotency keys, per tenant and operation: the same key with the same body finds the first answer. */
import { createHash } from 'node:crypto';
import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { isJsonObject } from '#domain/value/json.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { arrayOf, uuidArray } from './sql/sql-arrays.ts';
import type { Transaction } from './transaction.ts';

export type KeyedEntity = { key: string; entityId: string; bodyHash: Buffer; path: string[] };

type Row = { key: string; body_hash: Uint8Array; entity_id: string };

/**
 * The hash of what a caller asked for. A field that is null says the same as one that is absent, and the order of keys
 * says nothing; what a JSON value holds inside of a field counts as it stands.
 */
export function bodyHashOf(body: Readonly<Record<string, unknown>>): Buffer {
  const given = Object.entries(body).filter(([, value]) => value !== null && value !== undefined);
  return createHash('sha256')
    .update(canonical(Object.fromEntries(given)))
    .digest();
}

function canonical(value: object): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isJsonObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

/**
 * Takes the keys for these entities. Hands back, for each entity whose key was taken before with the same body, the
 * earlier entity's id. Refuses IDEMPOTENCY_CONFLICT where the body differs. Waits for a concurrent holder to decide.
 */
export async function claimIdempotencyKeys(
  tx: Transaction,
  operation: string,
  entities: readonly KeyedEntity[],
): Promise<Outcome<Map<string, string>>> {
  if (entities.length === 0) return done(new Map());
  const seen = new Set<string>();
  const twice = entities.filter(({ key }) => seen.size === seen.add(key).size);
  if (twice.length > 0) return refuseAll(twice.map((entity) => conflict(entity, 'is used twice in one call')));
  // Sorted, so that two calls with the same keys wait for each other in the same order.
  const sorted = [...entities].sort((a, b) => (a.key < b.key ? -1 : 1));
  await tx.client.$executeRaw(Prisma.sql`/* take_idempotency_keys */
    insert into idempotency_keys (tenant_id, operation, key, body_hash, entity_id)
    select ${tx.tenantId}::uuid, ${operation}, key, decode(body_hash, 'hex'), entity_id
    from unnest(${sorted.map((one) => one.key)}::text[], ${sorted.map((one) => one.bodyHash.toString('hex'))}::text[], ${sorted.map((one) => one.entityId)}::uuid[])
      with ordinality as k (key, body_hash, entity_id, nth)
    order by nth
    on conflict do nothing`);
  const rows = await tx.client.$queryRaw<Row[]>(Prisma.sql`/* read_idempotency_keys */
    select key, body_hash, entity_id
    from idempotency_keys
    where tenant_id = ${tx.tenantId}::uuid and operation = ${operation} and key = any(${sorted.map((one) => one.key)}::text[])`);
  const held = new Map(rows.map((row) => [row.key, row]));
  const earlier = new Map<string, string>();
  const refusals: Refusal[] = [];
  for (const entity of entities) {
    const row = held.get(entity.key);
    if (row === undefined || row.entity_id === entity.entityId) continue;
    if (Buffer.compare(row.body_hash, entity.bodyHash) === 0) earlier.set(entity.entityId, row.entity_id);
    else refusals.push(conflict(entity, 'was used before with another body'));
  }
  return refusals.length > 0 ? refuseAll(refusals) : done(earlier);
}

/** True, in a statement, when one of the keys stands already. */
export function takenKeys(tenantId: string, operation: string, entities: readonly KeyedEntity[]): Prisma.Sql {
  return Prisma.sql`exists (
    select from idempotency_keys
    where tenant_id = ${tenantId}::uuid and operation = ${operation} and key = any(${entities.map(({ key }) => key)}::text[])
  )`;
}

/** Takes keys that nobody has; a key that somebody takes at the same time is a unique violation. */
export function takingKeys(tenantId: string, operation: string, entities: readonly KeyedEntity[]): Prisma.Sql {
  // Sorted, so that two calls with the same keys wait for each other in the same order.
  const sorted = entities.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const hashes = sorted.map(({ bodyHash }) => bodyHash.toString('hex'));
  return Prisma.sql`insert into idempotency_keys (tenant_id, operation, key, body_hash, entity_id)
    select ${tenantId}::uuid, ${operation}, key, decode(body_hash, 'hex'), entity_id
    from unnest(${sorted.map(({ key }) => key)}::text[], ${arrayOf(hashes)}::text::text[], ${uuidArray(sorted.map(({ entityId }) => entityId))}::text::uuid[])
      as w (key, body_hash, entity_id)`;
}

function conflict(entity: KeyedEntity, what: string): Refusal {
  return { code: 'IDEMPOTENCY_CONFLICT', message: `the idempotency key "${entity.key}" ${what}`, path: entity.path };
}
