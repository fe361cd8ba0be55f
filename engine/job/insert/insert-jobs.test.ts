// What does not fit into one statement is stored all the same, as one batch.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { openStage } from '#testing/stage.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

test('jobs with megabytes of params are stored by several statements, each job with its own params', async () => {
  const stage = await openStage(bundle);
  const texts = Array.from({ length: 12 }, (_, n) => String.fromCharCode(97 + n).repeat(200_000));
  const ids = await stage.enqueue([...texts, null].map((params) => ({ task: 'noop', params })));
  const events = await bundle.owner.client.event.count({
    where: { tenantId: stage.context.tenantId, type: 'job.created' },
  });
  assert.ok(events > 1, 'one event a statement');
  const rows = await bundle.owner.client.job.findMany({
    where: { id: { in: ids } },
    select: { id: true, params: true },
  });
  const paramsOf = new Map(rows.map(({ id, params }) => [id, params]));
  assert.deepEqual(
    ids.map((id) => paramsOf.get(id)),
    [...texts, null],
  );
  for (const id of ids) assert.deepEqual(await stage.history(id), ['job.created']);
});

test('the steps of a run that begin with megabytes of params are numbered without a gap', async () => {
  const stage = await openStage(bundle);
  const runId = await stage.run(
    Array.from({ length: 8 }, (_, n) => ({ id: `s${n}`, type: 'noop', params: { text: String(n).repeat(200_000) } })),
  );
  const events = await bundle.owner.client.event.findMany({ where: { runId }, orderBy: { seq: 'asc' } });
  assert.ok(events.filter(({ type }) => type === 'job.created').length > 1, 'one event a statement');
  let next = 1;
  for (const { seq, entityIds } of events) {
    assert.equal(seq, next);
    next += entityIds.length;
  }
  assert.equal(next, 1 + 8 + 1, 'the run and its eight steps');
});

test('jobs whose queue, priority and start take turns are stored each with its own, and what one of them has is not given to another', async () => {
  const stage = await openStage(bundle);
  const queue = `${stage.queue}-other`;
  const { id: otherId } = valueOf(await upsertQueue(stage.context, { name: queue }));
  const kinds = [
    { task: 'noop', priority: 1 },
    { task: 'noop', priority: 1, queue },
    { task: 'noop', priority: 2, delay: 'PT1H' },
  ];
  const wanted = Array.from({ length: 4 }, () => kinds).flat();
  const labels = { only: 'here' };
  const ids = await stage.enqueue(wanted.map((job, n) => (n === 7 ? { ...job, labels } : job)));
  const jobs = await bundle.owner.client.job.findMany({ where: { id: { in: ids } } });
  const found = new Map(jobs.map((job) => [job.id, job]));
  assert.deepEqual(
    ids.map((id) => {
      const job = found.get(id);
      return [job?.priority, job?.queueId === otherId, job?.state, job?.labels];
    }),
    wanted.map((job, n) => [
      job.priority,
      job.queue !== undefined,
      job.delay === undefined ? 'PENDING' : 'SCHEDULED',
      n === 7 ? labels : null,
    ]),
  );
  for (const id of ids) assert.deepEqual(await stage.history(id), ['job.created']);
});
