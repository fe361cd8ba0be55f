/** An alert where a test needs one and cannot wait until something is late. */
import assert from 'node:assert/strict';
import pg from 'pg';
import { uuidOf } from '#domain/value/ids.ts';

/** Puts an open alert into a tenant, about the schedule if one is given, and tells its id. */
export async function openAlert(
  databaseUrl: string,
  { tenantId, schedule }: { tenantId: string; schedule?: string },
): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `insert into alerts (tenant_id, id, kind, severity, message, subject_id, raised_at)
       values ($1, gen_random_uuid(), 'SLA_START_BY', 'WARNING', 'late', coalesce($2::uuid, gen_random_uuid()), now()) returning id`,
      [uuidOf('tenant', tenantId), schedule === undefined ? null : uuidOf('schedule', schedule)],
    );
    assert.ok(rows[0] !== undefined);
    return `alr_${rows[0].id}`;
  } finally {
    await client.end();
  }
}
