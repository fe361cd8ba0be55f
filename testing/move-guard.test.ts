import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enqueueJobs } from '#engine/commands/enqueue-jobs.ts';
import { bundleOf, registerBuiltin, valueOf } from '#testing/bundle.ts';

test('the guard refuses a move that no table knows, a move that names no event, and one whose event is not written', async (t) => {
  const bundle = await bundleOf(t);
  const context = await bundle.tenant();
  await registerBuiltin(context, 'noop', { name: 'noop' });
  valueOf(await enqueueJobs(context, { jobs: [{ task: 'noop' }] }));
  const { client } = bundle.owner;
  const move = (sets: string) => client.$executeRawUnsafe(`update jobs set ${sets}`);
  await assert.rejects(
    move(`state = 'SUCCEEDED', finished_at = now(), event_ids = event_ids || nextval('events_id_seq')`),
    /no table knows this move/,
  );
  await assert.rejects(move(`state = 'CANCELLED', finished_at = now()`), /does not name the event/);
  await assert.rejects(
    move(`state = 'CANCELLED', finished_at = now(), event_ids = array[nextval('events_id_seq')]`),
    /does not name the event/,
  );
  await assert.rejects(
    move(`state = 'CANCELLED', finished_at = now(), event_ids = event_ids || nextval('events_id_seq')`),
    /without its event/,
  );
  const job = await client.job.findFirstOrThrow();
  assert.equal(job.state, 'PENDING');
});
