// Goal: no span of a rate's length sees more starts than it allows, and what waits for one starts without anybody's help.
// Method: three workers at once; the event log then says when each start was, and every span that could see most is counted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { type Bundle, bundleOf, valueOf } from '#testing/bundle.ts';
import { openStage, type Stage } from '#testing/stage.ts';

const perSecond = { queue: 12, task: 5 };
const jobs = { plain: 30, mail: 18 };
const jobsInAll = jobs.plain + jobs.mail;

/** When attempts began, of all jobs and of those of the task with a rate. */
async function startsOf(
  { owner }: Bundle,
  { context: { tenantId } }: Stage,
): Promise<Record<'queue' | 'task', number[]>> {
  const rows = await owner.client.$queryRaw<{ at: Date; task: string }[]>`
    select e.at, t.name as task
    from events e
    cross join unnest(e.entity_ids) as entity (id)
    join jobs j on j.tenant_id = e.tenant_id and j.id = entity.id
    join tasks t on t.tenant_id = j.tenant_id and t.id = j.task_id
    where e.tenant_id = ${tenantId}::uuid and e.type = 'job.started'
    order by e.at`;
  const times = (found: typeof rows) => found.map(({ at }) => at.getTime());
  return { queue: times(rows), task: times(rows.filter(({ task }) => task === 'mail')) };
}

/** The most starts in any second, which begins with one of them. */
function mostInASecond(starts: readonly number[]): number {
  return Math.max(...starts.map((fromMs) => starts.filter((atMs) => atMs >= fromMs && atMs < fromMs + 1_000).length));
}

test('rates hold in every second under three workers, and all that waits for them starts in the end', {
  timeout: 120_000,
}, async (t) => {
  const bundle = await bundleOf(t);
  const stage = await openStage(bundle);
  const ledger = bundle.ledger(stage.context);
  t.after(() => ledger.close());
  await stage.task('mail', { name: 'noop' }, { rate: { max: perSecond.task, per: 'SECOND' } });
  valueOf(await upsertQueue(stage.context, { name: stage.queue, rate: { max: perSecond.queue, per: 'SECOND' } }));
  await Promise.all([1, 2, 3].map(() => bundle.startWorker({ slots: 10, queues: [stage.queue] })));
  const wanted = Array.from({ length: jobsInAll }, (_, n) => ({ task: n % 8 < 3 ? 'mail' : 'noop' }));
  await stage.enqueue(wanted);
  await ledger.seen('success', ({ type }) => type === 'job.succeeded', jobsInAll);
  const starts = await startsOf(bundle, stage);
  assert.deepEqual([starts.queue.length, starts.task.length], [jobsInAll, jobs.mail]);
  assert.ok(mostInASecond(starts.queue) <= perSecond.queue);
  assert.ok(mostInASecond(starts.task) <= perSecond.task);
  const left = await bundle.owner.client.$queryRaw`
      select (select count(*)::int from holds) as holds, count(*)::int as jobs
      from jobs
      where gate_id is not null or state <> 'SUCCEEDED'`;
  assert.deepEqual(left, [{ holds: 0, jobs: 0 }]);
});
