/**
 * A worker's life as the database sees it: it registers, beats, drains and stops; or its lease runs out. The thread of
 * its heart loads nothing but the driver, so these statements go through the pool alone.
 */
import type { Database } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';

export type WorkerProfile = { name: string; slots: number; queues: string[]; version: string; leaseMs: number };

type Connections = Pick<Database, 'pool'>;

/** Registers a new worker and hands back its id. Each registration is a life of its own: ids are never taken up again. */
export async function registerWorker({ pool }: Connections, profile: WorkerProfile): Promise<string> {
  const id = newId();
  const { name, leaseMs, slots, queues, version } = profile;
  await pool.query({
    text: `/* register_worker */
      insert into workers (id, name, state, lease_until, last_seen_at, started_at, slots, queues, version)
      values ($1::uuid, $2, 'LIVE', now() + $3::float8 * interval '1 millisecond', now(), now(), $4, $5::text[], $6)`,
    values: [id, name, leaseMs, slots, queues, version],
  });
  return id;
}

/** Renews the lease of everything the worker holds. False when it was lost: whatever it does now counts for nothing. */
export async function beatWorker(
  { pool }: Connections,
  beat: { workerId: string; leaseMs: number; running: number },
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'beat_worker',
    text: `/* beat_worker */
      update workers
      set lease_until = now() + $1::float8 * interval '1 millisecond', last_seen_at = now(), running = $2
      where id = $3::uuid and state in ('LIVE', 'DRAINING') and lease_until > now()`,
    values: [beat.leaseMs, beat.running, beat.workerId],
  });
  return rowCount === 1;
}

/** From now on the worker claims nothing. */
export async function drainWorker({ pool }: Connections, workerId: string): Promise<void> {
  await pool.query({
    text: `/* drain_worker */ update workers set state = 'DRAINING' where id = $1::uuid and state = 'LIVE'`,
    values: [workerId],
  });
}

/** The worker holds nothing any more and is gone. */
export async function stopWorker({ pool }: Connections, workerId: string): Promise<void> {
  await pool.query({
    text: `/* stop_worker */
      update workers set state = 'STOPPED', running = 0 where id = $1::uuid and state in ('LIVE', 'DRAINING')`,
    values: [workerId],
  });
}
