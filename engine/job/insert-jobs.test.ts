// What does not fit into one statement is stored all the same, as one batch.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Bundle, openBundle } from '#testing/bundle.ts';
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
