/** A failure where a test has no worker whose jobs could fail, nor a duty that groups them. */
import assert from 'node:assert/strict';
import pg from 'pg';
import { uuidOf } from '#domain/value/ids.ts';

type Opened = { tenantId: string; job: string; message?: string };

/** Lets a waiting job of the tenant be as if it had failed, opens the failure of it, and tells the failure's id. */
export async function openFailure(
  databaseUrl: string,
  { tenantId, job, message = 'disk # is full' }: Opened,
): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      'insert into failure_cursor (seen, looked_at) values (pg_current_snapshot()::text, now()) on conflict do nothing',
    );
    const { rows } = await client.query<{ id: string }>(
      `with failed as (
         update jobs
         set state = 'FAILED', finished_at = now(), started_at = now(), attempt = 1, fence = 1, reason_code = 'NO',
           error = '{"type": "NO", "message": "disk 7 is full", "retryable": false}'
         where tenant_id = $1 and id = $2 and state in ('PENDING', 'SCHEDULED')
         returning tenant_id, id, task_id, finished_at
       ),
       opened as (
         insert into failures (tenant_id, id, fingerprint, error_print, detail, task_id, error_type, message, seen, first_seen_at, last_seen_at, event_ids)
         select tenant_id, gen_random_uuid(), md5(id::text), md5($3), 'MESSAGE', task_id, 'NO', $3, 1, finished_at, finished_at, '{}'
         from failed
         returning id
       ),
       seen as (
         insert into failure_jobs (tenant_id, subject_id, failed_at, failure_id, is_dead)
         select f.tenant_id, f.id, f.finished_at, o.id, false
         from failed f cross join opened o
       )
       select id from opened`,
      [uuidOf('tenant', tenantId), uuidOf('job', job), message],
    );
    assert.ok(rows[0] !== undefined);
    return `flr_${rows[0].id}`;
  } finally {
    await client.end();
  }
}
