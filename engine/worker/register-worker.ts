/** A worker's life as the database sees it: it registers, beats, drains and stops; or its lease runs out. */
import type { Database } from '#engine/store/database.ts';
import { newId } from '#engine/store/id.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type WorkerProfile = { name: string; slots: number; queues: string[]; version: string; leaseMs: number };

/** Registers a new worker and hands back its id. Each registration is a life of its own: ids are never taken up again. */
export async function registerWorker(database: Database, profile: WorkerProfile): Promise<string> {
  const id = newId();
  await database.client.$executeRaw(Prisma.sql`/* register_worker */
    insert into workers (id, name, state, lease_until, last_seen_at, started_at, slots, queues, version)
    values (${id}::uuid, ${profile.name}, 'LIVE', now() + ${profile.leaseMs} * interval '1 millisecond', now(), now(), ${profile.slots},
      ${profile.queues}::text[], ${profile.version})`);
  return id;
}

/** Renews the lease of everything the worker holds. False when it was lost: whatever it does now counts for nothing. */
export async function beatWorker(
  database: Database,
  beat: { workerId: string; leaseMs: number; running: number },
): Promise<boolean> {
  const count = await database.client.$executeRaw(Prisma.sql`/* beat_worker */
    update workers
    set lease_until = now() + ${beat.leaseMs} * interval '1 millisecond', last_seen_at = now(), running = ${beat.running}
    where id = ${beat.workerId}::uuid and state in ('LIVE', 'DRAINING') and lease_until > now()`);
  return count === 1;
}

/** From now on the worker claims nothing. */
export async function drainWorker(database: Database, workerId: string): Promise<void> {
  await database.client.$executeRaw(Prisma.sql`/* drain_worker */
    update workers set state = 'DRAINING' where id = ${workerId}::uuid and state = 'LIVE'`);
}

/** The worker holds nothing any more and is gone. */
export async function stopWorker(database: Database, workerId: string): Promise<void> {
  await database.client.$executeRaw(Prisma.sql`/* stop_worker */
    update workers set state = 'STOPPED', running = 0 where id = ${workerId}::uuid and state in ('LIVE', 'DRAINING')`);
}
