/** A hold where a test has no worker that could take it. */
import pg from 'pg';
import { publicId, uuidOf } from '#domain/value/ids.ts';
import { gateIdOf } from '#engine/task/needs-of-job.ts';

/** Lets a job of the tenant hold the mutex `ledger`, as if it ran on a worker that is gone or lives, and tells the id of the gate. */
export async function openHold(
  databaseUrl: string,
  { tenantId, job, isWorkerAlive = false }: { tenantId: string; job: string; isWorkerAlive?: boolean },
): Promise<string> {
  const tenant = uuidOf('tenant', tenantId) ?? '';
  const gate = gateIdOf(tenant, { kind: 'MUTEX', key: 'ledger', ownerId: null });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into gates (tenant_id, id, kind, key, capacity) values ($1, $2, 'MUTEX', 'ledger', 1) on conflict do nothing`,
      [tenant, gate],
    );
    await client.query('insert into holds (tenant_id, job_id, gate_id, amount) values ($1, $2, $3, 1)', [
      tenant,
      uuidOf('job', job),
      gate,
    ]);
    if (isWorkerAlive)
      await client.query(
        `with worker as (
           insert into workers (id, name, state, slots, queues, version, lease_until, last_seen_at, started_at)
           values (gen_random_uuid(), 'alive', 'LIVE', 1, '{}', 'test', now() + interval '1 hour', now(), now())
           returning id
         )
         update jobs set state = 'RUNNING', started_at = now(), attempt = 1, fence = 1, worker_id = (select id from worker)
         where tenant_id = $1 and id = $2`,
        [tenant, uuidOf('job', job)],
      );
    return publicId('gate', gate);
  } finally {
    await client.end();
  }
}
