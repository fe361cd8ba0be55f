// Goal: whatever the graph and wherever its reruns begin, the events of a run tell all that its rows hold. Method: random
// graphs from fixed seeds are driven by hand, run again in random ways, and folded from their events alone: those of the
// new run for what it carried out, those of the runs before it for what it kept.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { loadRunSteps } from '#engine/run/get-run.ts';
import { type RetryRunInput, retryRun } from '#engine/run/retry-run.ts';
import { type Bundle, openBundle } from '#testing/bundle.ts';
import { seededRandom } from '#testing/probes/seeded-random.ts';
import { driveRuns } from '#testing/runs/drive-run.ts';
import { openStage } from '#testing/stage.ts';
import { assertWhole, readRun } from '#testing/worlds/run-history.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

type Dice = (below: number) => number;

function randomSteps(dice: Dice): object[] {
  const kinds = ['success', 'success', 'success', 'failure', 'completion', 'skipped'];
  return Array.from({ length: 2 + dice(10) }, (_, n) => {
    const parents = new Set(Array.from({ length: dice(3) }, () => dice(n + 1)).filter((parent) => parent < n));
    const dependencies = [...parents].map((parent) => ({ task: `s${parent}`, on: kinds[dice(kinds.length)] }));
    return {
      id: `s${n}`,
      type: 'noop',
      dependencies,
      ...(dependencies.length > 1 && dice(3) === 0 && { join: 'any' }),
    };
  });
}

/** What the events of a run say of its steps. */
async function fold(tenantId: string, runId: string): Promise<Map<string, string>> {
  const rows = await bundle.owner.client.$queryRaw<{ job: string; state: string; key: string | null }[]>`
    select entity.id as job, e.to_state as state, e.payloads -> (entity.nth - 1)::int ->> 'stepKey' as key
    from events e
    cross join unnest(e.entity_ids) with ordinality as entity (id, nth)
    where e.tenant_id = ${tenantId}::uuid and e.run_id = ${runId}::uuid and e.type like 'job.%'
    order by e.seq + entity.nth`;
  const keys = new Map<string, string>();
  const states = new Map<string, string>();
  for (const { job, state, key } of rows) {
    if (key !== null) keys.set(job, key);
    states.set(keys.get(job) ?? '', state);
  }
  return states;
}

test('the events of a rerun, with those of the runs that it kept steps from, tell the state of every step', {
  timeout: 90_000,
}, async () => {
  const stage = await openStage(bundle);
  const { tenantId } = stage.context;
  const worker = await stage.worker();
  let reruns = 0;
  for (let seed = 0; seed < 25; seed += 1) {
    const random = seededRandom(seed);
    const dice: Dice = (below) => Math.floor(random() * below);
    const steps = randomSteps(dice);
    const onFailure = ['fail', 'cancel', 'continue'][dice(3)] ?? 'fail';
    let last = await stage.run(steps, { onFailure });
    await driveRuns(worker, () => (dice(4) === 0 ? 'fails' : null));
    const folded = new Map([[last, await fold(tenantId, last)]]);
    for (let times = 0; times < 3; times += 1) {
      const step = `s${dice(steps.length)}`;
      const ways: Partial<RetryRunInput>[] = [
        { from: 'FAILED' },
        { from: 'STEP', step },
        { from: 'STEP', step, scope: 'ALONE' },
      ];
      const started = await retryRun(stage.context, { run: last, ...ways[dice(ways.length)] });
      if (!started.ok) {
        assert.equal(started.refusals[0]?.code, 'ILLEGAL_TRANSITION', 'nothing failed');
        continue;
      }
      last = started.value.runId;
      reruns += 1;
      const carriedOut = await driveRuns(worker, () => (dice(4) === 0 ? 'fails' : null));
      folded.set(last, await fold(tenantId, last));
      assertWhole(await readRun(bundle.owner, last));
      for (const { stepKey, state, keptFrom } of (await loadRunSteps(stage.context, [last])).get(last) ?? []) {
        assert.equal(folded.get(keptFrom ?? last)?.get(stepKey) ?? 'SKIPPED', state, `seed ${seed} ${stepKey}`);
        assert.ok(keptFrom === null || !carriedOut.includes(stepKey), 'a kept step is not carried out');
      }
    }
  }
  assert.ok(reruns > 30, 'most runs were run again');
});
