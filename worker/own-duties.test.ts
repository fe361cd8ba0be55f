// What a worker's own planner and rescuer make ready, its executor must hear of: nobody else may be there to tell it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createSchedule } from '#engine/schedule/create-schedules.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { justNow } from '#testing/worlds/just-now.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const limit = { timeout: 60_000 };
// Longer than any test waits: what starts has been heard of.
const pollMs = 3_600_000;

/** A worker that has nothing left to do and sleeps until its next poll. */
async function idleWorker(stage: Stage) {
  const ledger = bundle.ledger(stage.context);
  const worker = await bundle.startWorker({ queues: [stage.queue], pollMs, sweepMs: 50 });
  await stage.enqueue(1);
  await ledger.seen('first success', (event) => event.type === 'job.succeeded');
  return { ledger, worker };
}

test('a job that the worker’s own planner made starts at once, not at the next poll', limit, async (t) => {
  const stage = await openStage(bundle);
  const schedule = valueOf(
    await createSchedule(stage.context, { name: 'soon', cron: '0 0 1 1 *', target: { task: 'noop' } }),
  );
  const { ledger, worker } = await idleWorker(stage);
  t.after(() => ledger.close());
  await bundle.owner.client.$executeRaw`update schedules set next_at = ${justNow} where id = ${schedule.id}::uuid`;
  bundle.hints.send('plan');
  await ledger.seen('tick', (event) => event.type === 'schedule.ticked');
  await ledger.seen('its job', (event) => event.type === 'job.succeeded', 2);
  await worker.stop(0);
});

test('a job that the worker’s own rescuer took back starts at once, not at the next poll', limit, async (t) => {
  const stage = await openStage(bundle);
  const dying = await stage.worker();
  const [id = ''] = await stage.enqueue(1);
  assert.equal((await dying.claim()).length, 1);
  const { ledger, worker } = await idleWorker(stage);
  t.after(() => ledger.close());
  await bundle.owner.client.$executeRaw`update workers set lease_until = ${justNow} where id = ${dying.workerId}::uuid`;
  await ledger.seen('the lost job', (event) => event.type === 'job.succeeded' && event.entityId === id);
  await worker.stop(0);
});
