// What becomes of an outcome that PostgreSQL refuses to store in any form. It refuses by a trigger for this one row.
import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import type { ClaimedJob } from '#engine/attempt/claim/claimed-job.ts';
import { type Bundle, openBundle } from '#testing/bundle.ts';
import { refuseToWrite } from '#testing/probes/poison.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { succeeded } from '#testing/worker/worker-by-hand.ts';
import { openSettler, type Settler, type SettlerOptions } from './settler.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

/** A settler, and what it said: how often each job was set aside, and how many outcomes were stored. */
function settlerOf(t: TestContext, options: Pick<SettlerOptions, 'stuckSettleMs'> = {}) {
  const setAside: string[] = [];
  let accepted = 0;
  let isAsked: () => void = () => undefined;
  const settler = openSettler({
    database: bundle.worker,
    log: {
      warn: (fact, fields) => assert.fail(`${fact} ${JSON.stringify(fields)}`),
      error: (fact, { job }) => {
        assert.equal(fact, 'attempt.unsettled');
        setAside.push(String(job));
        isAsked();
      },
    },
    onSettled: (batch) => {
      accepted += batch.accepted;
      isAsked();
    },
    ...options,
  });
  t.after(() => settler.abandon());
  /** Resolves when the settler has said enough. */
  const whenSaid = async (isEnough: () => boolean) => {
    while (!isEnough()) await new Promise<void>((resolve) => (isAsked = resolve));
  };
  return { settler, setAside, accepted: () => accepted, whenSaid };
}

async function claimAll(stage: Stage): Promise<ClaimedJob[]> {
  return await (await stage.worker()).claim({ slots: 500 });
}

async function poison(jobs: readonly ClaimedJob[], also = 'true'): Promise<() => Promise<unknown>> {
  const ids = jobs.map(({ jobId }) => `'${jobId}'`).join(', ');
  return await refuseToWrite(bundle, { table: 'jobs', on: 'update', when: `new.id in (${ids}) and ${also}` });
}

const isKept = (settler: Settler, { jobId, fence }: ClaimedJob) => [settler.backlog(), settler.has(jobId, fence)];

test('an outcome that cannot be stored in any form is set aside, kept and told once, and holds nobody up', async (t) => {
  const stage = await openStage(bundle);
  await stage.enqueue(11);
  const [stuck, ...others] = await claimAll(stage);
  assert.ok(stuck !== undefined);
  t.after(await poison([stuck]));
  const { settler, setAside, accepted, whenSaid } = settlerOf(t);
  settler.add(succeeded(stuck));
  for (const job of others.slice(0, 5)) settler.add(succeeded(job));
  await whenSaid(() => setAside.length > 0 && accepted() === 5);
  for (const job of others.slice(5)) settler.add(succeeded(job));
  settler.wake();
  await settler.drained();
  assert.deepEqual([accepted(), setAside], [10, [stuck.jobId]]);
  assert.deepEqual(isKept(settler, stuck), [1, true]);
  assert.deepEqual(await stage.history(stuck.jobId), ['job.created', 'job.started']);
  settler.abandon();
});

test('what was set aside is tried again after the pause, and stored as it was left when the cause is gone', async (t) => {
  const stage = await openStage(bundle);
  const [alone = ''] = await stage.enqueue(1);
  const runId = await stage.run([{ id: 'only', type: 'noop' }]);
  const jobs = await claimAll(stage);
  assert.equal(jobs.length, 2);
  // Failures stay refused to the end: the cause may go in the middle of a try, between the outcome and the word about it.
  t.after(await poison(jobs, `new.state <> 'SUCCEEDED'`));
  const failedRun = `new.id = '${runId}' and new.state = 'FAILED'`;
  t.after(await refuseToWrite(bundle, { table: 'runs', on: 'update', when: failedRun }));
  const lift = await poison(jobs, `new.state = 'SUCCEEDED'`);
  const { settler, setAside, accepted, whenSaid } = settlerOf(t, { stuckSettleMs: 20 });
  for (const job of jobs) settler.add(succeeded(job, { left: 'by its handler' }));
  for (const { jobId } of jobs) await whenSaid(() => setAside.filter((id) => id === jobId).length >= 2);
  for (const job of jobs) assert.deepEqual(isKept(settler, job), [2, true]);
  await lift();
  await whenSaid(() => accepted() === 2);
  for (const { jobId } of jobs) {
    const row = await bundle.owner.client.job.findFirstOrThrow({ where: { id: jobId } });
    assert.deepEqual([row.state, row.attempt, row.result], ['SUCCEEDED', 1, { left: 'by its handler' }]);
  }
  assert.equal((await bundle.owner.client.run.findFirstOrThrow({ where: { id: runId } })).state, 'SUCCEEDED');
  assert.deepEqual(await stage.history(alone), ['job.created', 'job.started', 'job.succeeded']);
  assert.equal(settler.backlog(), 0);
});

test('where one outcome is set aside after the other, the first of them is tried again all the same', async (t) => {
  const stage = await openStage(bundle);
  await stage.enqueue(500);
  const jobs = await claimAll(stage);
  t.after(await poison(jobs));
  // Longer than setting one aside takes, also on a busy machine.
  const { settler, setAside, whenSaid } = settlerOf(t, { stuckSettleMs: 1_000 });
  const [first] = jobs;
  assert.ok(first !== undefined);
  const triesOfFirst = () => setAside.filter((id) => id === first.jobId).length;
  for (const [n, job] of jobs.entries()) {
    settler.add(succeeded(job));
    await whenSaid(() => new Set(setAside).size > n);
    if (triesOfFirst() > 1) break;
  }
  assert.ok(triesOfFirst() > 1, `${setAside.length} were set aside after it`);
  settler.abandon();
  await settler.drained();
});
