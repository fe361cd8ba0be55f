// Goal: kill -9 of the real worker process, at whatever statement of a run's life, leaves the run as if nobody had died.
// Method: two workers in processes of their own, each behind a proxy of its own; at a statement that dice choose, before
// the database has it or when only its answer is missing, the proxy kills its process. Runs of sixty steps with every
// feature and runs within them are then held against the one that nobody disturbed.
import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { rulesOf } from '#domain/outbound/admit-url.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { publishWorkflow } from '#engine/workflow/publish-workflow.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { type Cut, type CuttingProxy, openCuttingProxy } from '#testing/machine/cutting-proxy.ts';
import { seededRandom } from '#testing/probes/seeded-random.ts';
import { openScriptedWorld, type ScriptedWorld } from '#testing/runs/model/scripted-world.ts';
import { sixtySteps } from '#testing/runs/model/sixty-steps.ts';
import { openStage, type Stage } from '#testing/stage.ts';
import { type FakeRuntime, startFakeRuntime } from '#testing/worker/fake-runtime.ts';
import { startWorkerProcess, type WorkerProcess } from '#testing/worker/worker-process.ts';
import { resultOf } from '#testing/worlds/run-result.ts';

const killsWanted = 8;
const runsAtOnce = 2;
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const dice = seededRandom(seed);
const below = (max: number) => Math.floor(dice() * max);

let bundle: Bundle;
let runtime: FakeRuntime;
before(async () => {
  [bundle, runtime] = await Promise.all([openBundle(), startFakeRuntime()]);
});
after(async () => {
  await runtime.close();
  await bundle.close();
});

// What is sent only when something of a run happens; a commit counts where its transaction sent one of these.
const acts = new Set([
  ...['claim_jobs', 'settle_jobs', 'lock_runs', 'load_run_loops', 'load_loop_results', 'load_step_results'],
  ...['insert_jobs', 'insert_waits', 'insert_run_loops', 'update_run_loops', 'update_runs', 'append_events'],
  ...['read_due_waits', 'take_signals', 'settle_waits', 'find_held_jobs', 'find_lost_jobs', 'find_followers'],
  ...['take_parents', 'read_running_subflows', 'find_called_workflows', 'insert_runs', 'read_child_results'],
  ...['clear_looks', 'tell_children'],
]);

// Runs within the run: one, and a list of which one fails.
const child = 'a run within a run';
const beside: JsonObject[] = [
  { id: 'child', workflow: child, params: { end: 'SUCCEEDED' }, dependencies: ['start_0'] },
  {
    ...{ id: 'children', workflow: child, params: { end: '${{ item }}' }, dependencies: ['start_0'] },
    ...{ foreach: "['SUCCEEDED', 'FAILED', 'SUCCEEDED', 'SUCCEEDED']", maxConcurrency: 2, onItemFailure: 'continue' },
  },
];

async function openWorld(stage: Stage): Promise<ScriptedWorld> {
  const world = await openScriptedWorld(bundle, stage, { timeout: 'PT0.05S' });
  runtime.teach('scripted', async ({ job, params = null }): Promise<Json> => {
    const outcome = await world.carryOut(String(job).replace(/^job_/, ''), params);
    return outcome.ok ? { result: outcome.result } : { error: { ...outcome.error } };
  });
  const rules = rulesOf([runtime.authority]);
  const handler = { plugin: { pluginId: 'scripted', runtimeUrl: runtime.url } };
  const retry = { maxAttempts: 6, strategy: 'FIXED', baseDelay: 'PT0.005S', jitter: 'NONE' };
  valueOf(await registerTask(stage.context, { name: 'T', queue: stage.queue, handler, retry }, rules));
  const definition: JsonObject = {
    name: child,
    variables: { end: { type: 'string', required: true }, left: { type: 'string', default: '' } },
    tasks: [
      { id: 'works', type: 'T', params: { end: '${{ vars.end }}' }, output: { left: 'result.end' } },
      { id: 'again', type: 'T', params: { end: 'SUCCEEDED' }, dependencies: ['works'] },
    ],
  };
  valueOf(await publishWorkflow(stage.context, { definition }));
  return world;
}

type Death = { place: string; life: Life };
type Life = { proxy: CuttingProxy; worker: WorkerProcess };

/** Kills at the statement that is chosen when it is armed; one kill disarms it. */
class Killer {
  readonly #died: Death[] = [];
  readonly #places = new Set<string>();
  #skip: number | undefined;
  #news = Promise.withResolvers<void>();

  arm(): void {
    this.#skip ??= below(30);
  }

  /** Those that died since the last call. */
  taken(): Death[] {
    return this.#died.splice(0);
  }

  /** Settles when something has happened since the last call. */
  async news(): Promise<void> {
    await this.#news.promise;
    this.#news = Promise.withResolvers();
  }

  wake(): void {
    this.#news.resolve();
  }

  watch(life: Life): void {
    const lastActs = new Map<number, string>();
    life.proxy.onStatement(({ name, connection }) => {
      const act = acts.has(name) ? name : undefined;
      const open = lastActs.get(connection);
      if (act !== undefined) lastActs.set(connection, act);
      if (name === 'COMMIT') lastActs.delete(connection);
      const place = act ?? (name === 'COMMIT' && open !== undefined ? `the commit of ${open}` : undefined);
      return place === undefined ? undefined : this.#reach(place, life);
    });
  }

  #reach(place: string, life: Life): Cut | undefined {
    if (this.#skip === undefined) return undefined;
    const ways = (['before', 'after'] as const).filter((way) => !this.#places.has(`${way} ${place}`));
    const way = ways[below(ways.length)];
    if (this.#skip > 0 || way === undefined) {
      this.#skip = Math.max(0, this.#skip - 1);
      return undefined;
    }
    this.#skip = undefined;
    this.#places.add(`${way} ${place}`);
    life.worker.child.kill('SIGKILL');
    this.#died.push({ place: `${way} ${place}`, life });
    this.wake();
    return way;
  }
}

async function beginLife(t: TestContext, stage: Stage, killer: Killer): Promise<Life> {
  const proxy = await openCuttingProxy(bundle.ownerUrl);
  t.after(() => proxy.close());
  // A lease that a busy machine keeps: whom it is taken from is told by the test.
  const pace = { LEASE_TTL_MS: '30000', HEARTBEAT_MS: '500', SWEEP_MS: '50', POLL_MS: '50', WORKER_CONCURRENCY: '6' };
  const settings = { ...pace, LOG_LEVEL: 'info', OUTBOUND_ALLOW: runtime.authority };
  const worker = await startWorkerProcess(t, { databaseUrl: proxy.url, queue: stage.queue, settings });
  const life = { proxy, worker };
  killer.watch(life);
  return life;
}

/** Its lease ends at once, so that nobody waits for what is known. */
async function bury({ proxy, worker }: Life): Promise<void> {
  assert.equal(await worker.ended, 'SIGKILL');
  await proxy.close();
  const { worker: workers } = bundle.owner.client;
  await workers.updateMany({ where: { id: worker.workerId }, data: { leaseUntil: new Date(0) } });
}

/** Those that nobody's step started. */
const openRuns = (tenantId: string) =>
  bundle.owner.client.run.count({ where: { tenantId, parentRunId: null, finishedAt: null } });

/** Jobs that lost a worker and have not ended since. */
const stricken = (tenantId: string) =>
  bundle.owner.client.job.count({ where: { tenantId, crashes: { gt: 0 }, finishedAt: null } });

test('a worker process that is killed with -9, at whatever statement, leaves the same runs', {
  timeout: 240_000,
}, async (t) => {
  t.diagnostic(`KILL_SEED=${seed}`);
  const stage = await openStage(bundle);
  const world = await openWorld(stage);
  t.after(() => world.close());
  const { tenantId } = stage.context;
  const killer = new Killer();
  t.after(bundle.feed.subscribe({ tenantId }, () => killer.wake()));
  const lives = await Promise.all([beginLife(t, stage, killer), beginLife(t, stage, killer)]);
  const begin = () => world.run(sixtySteps(), { onFailure: 'continue' }, beside);
  const reference = await begin();
  const deaths: string[] = [];
  const runs: string[] = [];
  for (let isOver = false; ; ) {
    const open = await openRuns(tenantId);
    if (open === 0 && deaths.length >= killsWanted) break;
    isOver ||= open === 0;
    const isKilling = isOver && deaths.length < killsWanted;
    for (let n = open; isKilling && n < runsAtOnce; n += 1) runs.push(await begin());
    // A job whose worker dies three times is a crash loop: who was struck comes to its end first.
    if (isKilling && (await stricken(tenantId)) === 0) killer.arm();
    await killer.news();
    for (const { place, life } of killer.taken()) {
      deaths.push(place);
      lives.splice(lives.indexOf(life), 1);
      await bury(life);
      lives.push(await beginLife(t, stage, killer));
    }
  }
  const expected = await resultOf(bundle.owner, reference);
  t.diagnostic(`${deaths.length} kills in ${runs.length} runs: ${deaths.join(', ')}`);
  for (const run of runs) assert.deepEqual(await resultOf(bundle.owner, run), expected, `KILL_SEED=${seed}`);
  for (const { id, fence } of await bundle.owner.client.job.findMany({ where: { tenantId } }))
    assert.ok((world.effects.get(id) ?? 0) <= fence, `${id} is never carried out more often than it was begun`);
});
