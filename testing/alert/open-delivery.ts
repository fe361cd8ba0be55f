/** A delivery where a test needs one that did not get through. */
import assert from 'node:assert/strict';
import pg from 'pg';
import { uuidOf } from '#domain/value/ids.ts';

/** Puts a delivery that was given up into a tenant, through the channel of this id, and tells its id. */
export async function openDelivery(
  databaseUrl: string,
  { tenantId, channel }: { tenantId: string; channel: string },
): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `insert into deliveries (tenant_id, id, channel_id, kind, state, severity, subject, text, body, created_at, ended_at, error)
       values ($1, gen_random_uuid(), $2, 'TEST', 'GIVEN_UP', 'INFO', 'a test', 'a test', '{}', now(), now(), 'no') returning id`,
      [uuidOf('tenant', tenantId), uuidOf('channel', channel)],
    );
    assert.ok(rows[0] !== undefined);
    return `dlv_${rows[0].id}`;
  } finally {
    await client.end();
  }
}
