// Goal: a worker that dies at whatever statement leaves nothing half done: the run ends as if nobody had died. Method:
// runs of sixty steps with every feature; between worker and database stands a proxy that takes all connections away at
// once, for ever, when a chosen statement is to be sent or has just been done. That is all a database sees of kill -9.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Json } from '#domain/value/json.ts';
import { type Bundle, openBundle } from '#testing/bundle.ts';
import { type Cut, openCuttingProxy } from '#testing/machine/cutting-proxy.ts';
import { expectedRun } from '#testing/runs/model/expected-run.ts';
import { openScriptedWorld, type ScriptedWorld } from '#testing/runs/model/scripted-world.ts';
import { sixtySteps } from '#testing/runs/model/sixty-steps.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { resultOf } from '#testing/worlds/run-result.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(() => bundle.close());

const modes = ['before', 'after'] as const;
const runsAtOnce = 2;
// Some statements are sent a few times in a run only.
const runsMax = 10;
const steps = sixtySteps();

/** Where the worker dies, once before and once after each: all by which steps are claimed, settled, rescued and moved on. */
const boundaries: Record<string, readonly string[]> = {
  'taskflow worker': [
    ...['claim_jobs', 'settle_jobs', 'BEGIN', 'COMMIT', 'lock_runs', 'load_run_loops', 'load_loop_results'],
    ...['load_step_results', 'insert_jobs', 'insert_waits', 'insert_run_loops', 'update_run_loops', 'update_runs'],
    ...['append_events'],
  ],
  'taskflow duties': [
    ...['find_due_waits', 'take_due_runs', 'lock_runs', 'read_due_waits', 'take_signals', 'settle_waits'],
    ...['insert_jobs', 'update_runs', 'append_events', 'lose_workers', 'find_held_jobs', 'find_lost_jobs'],
  ],
};
const deathsWanted = Object.values(boundaries).flat().length * modes.length;

type Killer = { made: Map<string, Set<Cut>>; isArmed: boolean };

function deathsOf({ made }: Killer): number {
  return [...made.values()].reduce((sum, ways) => sum + ways.size, 0);
}

/** A worker that dies at the next statement, while it is armed, at which none has died in one of the two ways. */
async function beginLife(stage: Stage, world: ScriptedWorld, killer: Killer) {
  const proxy = await openCuttingProxy(bundle.ownerUrl);
  const died = Promise.withResolvers<void>();
  const worker = await bundle.startWorker({
    databaseUrl: proxy.url,
    ...{ queues: [stage.queue], slots: 6, leaseMs: 20_000, heartbeatMs: 500, sweepMs: 40, pollMs: 40 },
    log: { warn: () => undefined, error: () => undefined },
    handlerFor: () => world.handler,
  });
  proxy.onStatement(({ name, application }) => {
    if (!killer.isArmed || boundaries[application]?.includes(name) !== true) return undefined;
    const made = killer.made.get(`${application} ${name}`) ?? new Set();
    const cut = modes.find((mode) => !made.has(mode));
    if (cut === undefined) return undefined;
    killer.made.set(`${application} ${name}`, made.add(cut));
    killer.isArmed = false;
    queueMicrotask(() => void proxy.vanish().then(died.resolve));
    return cut;
  });
  return { worker, proxy, died: died.promise.then(() => true) };
}

async function count(sql: TemplateStringsArray, ...values: string[]): Promise<number> {
  const [row] = await bundle.owner.client.$queryRaw<{ count: number }[]>(sql, ...values);
  return row?.count ?? 0;
}

test('a worker that is killed at any statement of carrying out, settling and moving on leaves the same runs', {
  timeout: 240_000,
}, async (t) => {
  const stage = await openStage(bundle);
  const world = await openScriptedWorld(bundle, stage, { timeout: 'PT0.05S' });
  const { tenantId } = stage.context;
  const ledger = bundle.ledger(stage.context);
  const isOver = ({ type }: { type: string }) => type === 'run.failed';
  const killer: Killer = { made: new Map(), isArmed: false };
  const begin = () => beginLife(stage, world, killer);

  const reference = await world.run(steps, { onFailure: 'continue' });
  let life = await begin();
  await ledger.seen('end of a run', isOver);
  const expected = await resultOf(bundle.owner, reference);
  const { states } = expectedRun(steps);
  const told = Object.fromEntries(
    Object.entries(states).filter(([id, one]) => !(id.includes(':') && one === 'SKIPPED')),
  );
  assert.deepEqual((expected as { states: Json }).states, told, 'as the rules say');

  const runs: string[] = [];
  const open = () => count`select count(*)::int from runs where tenant_id = ${tenantId}::uuid and finished_at is null`;
  const stricken = () =>
    count`select count(*)::int from jobs where tenant_id = ${tenantId}::uuid and crashes > 0 and finished_at is null`;
  let kills = 0;
  const stopped: Promise<unknown>[] = [];
  for (;;) {
    const heardOf = ledger.events.length;
    const atWork = await open();
    const isCovered = deathsOf(killer) === deathsWanted || runs.length === runsMax;
    if (atWork === 0 && isCovered) break;
    if (atWork < runsAtOnce && !isCovered) runs.push(await world.run(steps, { onFailure: 'continue' }));
    // A job whose worker dies three times is a crash loop: who was struck comes to its end first.
    killer.isArmed = (await stricken()) === 0;
    const more = ledger.seen('event', () => true, heardOf + 1).then(() => false);
    if (!(await Promise.race([life.died, more]))) continue;
    kills += 1;
    stopped.push(life.worker.stop(0));
    await bundle.owner.client.worker.updateMany({
      where: { id: life.worker.workerId() },
      data: { leaseUntil: new Date(0) },
    });
    life = await begin();
  }
  const missed = Object.entries(boundaries).flatMap(([application, names]) =>
    names.filter((name) => killer.made.get(`${application} ${name}`)?.size !== modes.length),
  );
  t.diagnostic(`${kills} kills in ${runs.length} runs`);
  assert.deepEqual(missed, [], 'at every one of them a worker died, before and after');
  for (const run of runs) assert.deepEqual(await resultOf(bundle.owner, run), expected);
  const jobs = await bundle.owner.client.job.findMany({ where: { tenantId } });
  for (const { id, fence } of jobs)
    assert.ok((world.effects.get(id) ?? 0) <= fence, 'never carried out more often than it was begun');
  await life.worker.stop(2_000);
  await Promise.all(stopped);
  await life.proxy.close();
  await world.close();
  ledger.close();
});
