/** More waiting jobs than a test wants to enqueue one batch at a time, stored as enqueueing would leave them. */
import type { Bundle } from '#testing/bundle.ts';
import type { Stage } from '#testing/stage.ts';

/** Stores so many waiting jobs of `noop` in the stage's queue, all of which name the event of the first. */
export async function storeWaiting(bundle: Bundle, { stage, count }: { stage: Stage; count: number }): Promise<void> {
  const [id = ''] = await stage.enqueue(1);
  await bundle.owner.client.$executeRaw`
    insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, state, priority, max_attempts, due_at, created_at, event_ids)
    select tenant_id, uuidv7(), queue_id, task_id, task_version_id, state, priority, max_attempts, due_at, created_at, event_ids
    from jobs cross join generate_series(2, ${count}::int)
    where id = ${id}::uuid`;
}
