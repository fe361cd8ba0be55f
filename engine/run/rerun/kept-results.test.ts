// What becomes of kept results when old work is deleted: the database itself spares the jobs, and the run that carried them out may go.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json } from '#domain/value/json.ts';
import { loadRunSteps } from '#engine/run/get-run.ts';
import { retryRun } from '#engine/run/retry-run.ts';
import { codesOf } from '#engine/store/faults.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { driveRuns } from '#testing/runs/drive-run.ts';
import { openStage } from '#testing/stage.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const chain = [
  { id: 'load', type: 'echo' },
  { id: 'report', type: 'echo', dependencies: ['load'], params: { got: '${{ tasks.load.result.rows }}' } },
  { id: 'send', type: 'noop', dependencies: ['report'] },
];

/** A run that failed at its second step, and what deletes old work: everything of a run but what the database holds back. */
async function failedRun() {
  const stage = await openStage(bundle);
  const { tenantId } = stage.context;
  const worker = await stage.worker();
  const old = await stage.run(chain);
  await driveRuns(worker, (step) => (step === 'report' ? 'fails' : { rows: 7 }));
  const { client } = bundle.owner;
  const rerun = async (run: string) => valueOf(await retryRun(stage.context, { run, from: 'FAILED' })).runId;
  const stepsOf = async (run: string) => {
    const steps = (await loadRunSteps(stage.context, [run])).get(run) ?? [];
    return Object.fromEntries(steps.map((step) => [step.stepKey, step]));
  };
  return {
    ...{ worker, old, rerun, stepsOf },
    deleteJobs: (run: string) => client.$executeRaw`
      delete from jobs j where j.run_id = ${run}::uuid
        and not exists (select from kept_steps k where k.tenant_id = j.tenant_id and k.job_id = j.id)`,
    deleteJob: (id: string) => client.$executeRaw`delete from jobs where id = ${id}::uuid`,
    deleteRun: (run: string) => client.run.delete({ where: { tenantId_id: { tenantId, id: run } } }),
    resultOf: async (id: string) => (await client.job.findFirst({ where: { id } }))?.result,
  };
}

test('a run goes, and what later runs keep of it is there: to be read, to go on with, and to be kept once more', async () => {
  const { worker, old, rerun, stepsOf, deleteJobs, deleteJob, deleteRun, resultOf } = await failedRun();
  const second = await rerun(old);
  const kept = (await stepsOf(second)).load?.job?.id ?? '';
  assert.equal(await deleteJobs(old), 2, 'what failed and what never started is kept by nobody');
  await assert.rejects(
    deleteJob(kept),
    (fault) => codesOf(fault).includes('23001') || codesOf(fault).includes('P2003'),
  );
  await deleteRun(old);

  const { load } = await stepsOf(second);
  assert.deepEqual([load?.state, load?.keptFrom, load?.job?.id], ['SUCCEEDED', old, kept]);
  assert.deepEqual(await resultOf(kept), { rows: 7 });
  const given: Json[] = [];
  const carriedOut = await driveRuns(worker, (step, job) => {
    given.push(job.params);
    return step === 'send' ? 'fails' : {};
  });
  assert.deepEqual([carriedOut, given[0]], [['report', 'send'], { got: 7 }]);

  const third = await rerun(second);
  const steps = await stepsOf(third);
  assert.deepEqual([steps.load?.keptFrom, steps.report?.keptFrom], [old, second]);
  assert.deepEqual(await driveRuns(worker, () => ({})), ['send']);
});

test('a kept result goes when the last run that keeps it has gone', async () => {
  const { old, rerun, stepsOf, deleteJobs, deleteJob, deleteRun, resultOf } = await failedRun();
  const runs = [await rerun(old), await rerun(old)];
  const kept = (await stepsOf(runs[0] ?? '')).load?.job?.id ?? '';
  await deleteRun(old);
  for (const run of runs) {
    await assert.rejects(deleteJob(kept));
    await deleteJobs(run);
    await deleteRun(run);
  }
  assert.equal(await deleteJob(kept), 1);
  assert.equal(await resultOf(kept), undefined);
});
