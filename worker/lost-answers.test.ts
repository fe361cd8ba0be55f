// What a worker does about answers that it never hears. Between it and PostgreSQL stands a proxy that cuts connections.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { upsertQueue } from '#engine/queue/upsert-queue.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { type Cut, type CuttingProxy, openCuttingProxy } from '#testing/machine/cutting-proxy.ts';
import { seededRandom } from '#testing/probes/seeded-random.ts';
import { openStage, type Stage } from '#testing/stage.ts';

let bundle: Bundle;
let proxy: CuttingProxy;
before(async () => {
  bundle = await openBundle();
  proxy = await openCuttingProxy(bundle.ownerUrl);
});
after(async () => {
  await bundle.close();
  await proxy.close();
});

const limit = { timeout: 150_000 };
const rounds = 240;
const cuts = ['before', 'during', 'after'] as const;
// What every worker sends again and again.
const often = [
  'sweep_lanes',
  'claim_jobs',
  'look_at_lanes',
  'claim_admitted_jobs',
  'settle_jobs',
  'BEGIN',
  'COMMIT',
  'beat_worker',
  'find_held_jobs',
];

/**
 * Cuts one connection after the other: each statement in each way once, and then those that come along; so many, and
 * then on until what is sent often was cut in every way.
 */
function cutter(wanted: number, seed: number) {
  const random = seededRandom(seed);
  const made = new Map<string, Set<Cut>>();
  const over = Promise.withResolvers<void>();
  // Who is cut goes on for some statements of its own then: however many others send meanwhile, a claim gets through.
  const pauses = new Map<string, number>();
  let cutsMade = 0;
  const isOver = () => cutsMade >= wanted && often.every((name) => made.get(name)?.size === cuts.length);
  const decide = ({ name, application }: { name: string; application: string }): Cut | undefined => {
    if (!application.startsWith('taskflow') || isOver()) return undefined;
    if (cutsMade >= wanted && !often.includes(name)) return undefined;
    const known = made.get(name) ?? new Set<Cut>();
    made.set(name, known);
    const pause = (pauses.get(application) ?? 10) - 1;
    pauses.set(application, pause);
    if (pause > 0) return undefined;
    const fresh = cuts.filter((cut) => !known.has(cut));
    // A statement that was cut in every way is spared mostly, so that rarer ones come to pass; those of the jobs less so.
    const spared = application === 'taskflow worker' ? 0.85 : 0.97;
    if (fresh.length === 0 && (cutsMade >= wanted || random() < spared)) return undefined;
    const choice = fresh.length > 0 ? fresh : cuts;
    const cut = choice[Math.floor(random() * choice.length)] ?? 'after';
    known.add(cut);
    cutsMade += 1;
    pauses.set(application, Math.floor(random() * 12));
    if (isOver()) over.resolve();
    return cut;
  };
  return { decide, made, over: over.promise, count: () => cutsMade };
}

/** Work of every kind: at once, with a wait, with a failure before the success, in a capped queue, as steps of a run. */
async function prepareWork(stage: Stage) {
  const capped = `${stage.queue}-capped`;
  valueOf(await upsertQueue(stage.context, { name: capped, concurrency: 2 }));
  await stage.task('short', { name: 'sleep', options: { ms: 5 } });
  const retry = { maxAttempts: 20, strategy: 'FIXED', baseDelay: 'PT0.02S' };
  await stage.task('flaky', { name: 'fail', options: { times: 1, retryable: true } }, { retry });
  const steps = [
    { id: 'first', type: 'noop' },
    { id: 'left', type: 'noop', dependencies: ['first'] },
    { id: 'right', type: 'short', dependencies: ['first'] },
    { id: 'last', type: 'echo', dependencies: ['left', 'right'] },
  ];
  const jobs = [
    { task: 'noop' },
    { task: 'short' },
    { task: 'flaky' },
    { task: 'noop', queue: capped },
    { task: 'short', queue: capped },
  ];
  return { capped, enqueue: () => stage.enqueue(jobs), run: () => stage.run(steps) };
}

test(
  'C1: whichever statement of a worker loses its connection, before, while or after it is done: no job is lost, stuck or done twice',
  limit,
  async (t) => {
    const stage = await openStage(bundle);
    const work = await prepareWork(stage);
    const ledger = bundle.ledger(stage.context);
    t.after(() => ledger.close());
    t.after(() => proxy.onStatement(() => undefined));
    const facts = new Map<string, number>();
    const note = (fact: string) => facts.set(fact, (facts.get(fact) ?? 0) + 1);
    const { decide, made, over, count } = cutter(rounds, 20_261_125);
    const worker = await bundle.startWorker({
      databaseUrl: proxy.url,
      queues: [stage.queue, work.capped],
      leaseMs: 6_000,
      heartbeatMs: 100,
      sweepMs: 50,
      pollMs: 50,
      slots: 20,
      log: { warn: note, error: note },
    });
    proxy.onStatement(decide);
    const jobs = new Set<string>();
    const runs = new Set<string>();
    // Enough work for every round, and no heap of it.
    let isOver = false;
    const feeding = (async () => {
      while (!isOver) {
        for (const id of await work.enqueue()) jobs.add(id);
        if (runs.size < count() / 4) runs.add(await work.run());
        const done = jobs.size;
        await ledger.seen('success', (event) => event.type === 'job.succeeded' && jobs.has(event.entityId), done - 20);
      }
    })();
    const allDone = async () => {
      await Promise.race([over, feeding]);
      isOver = true;
      await feeding;
      await ledger.seen('success', (event) => event.type === 'job.succeeded' && jobs.has(event.entityId), jobs.size);
      await ledger.seen('end of run', (event) => event.type === 'run.succeeded', runs.size);
    };
    await allDone().catch(async (fault: unknown) => {
      const standing = {
        cuts: count(),
        facts: [...facts],
        running: worker.running(),
        open: await whatIsOpen(bundle, stage.context.tenantId),
        atWork: await whoIsAtWork(bundle),
      };
      throw new Error(`${fault}\n${JSON.stringify(standing)}`);
    });
    await worker.stop(5_000);

    // Of the log itself, and of a subscriber that was there all the while: it is told of every entry once.
    const { tenantId } = stage.context;
    const completions = await bundle.owner.client.$queryRaw<{ id: string; times: number }[]>`
      select job::text as id, count(*)::int as times
      from events, unnest(entity_ids) as done (job)
      where tenant_id = ${tenantId}::uuid and type = 'job.succeeded'
      group by job`;
    assert.deepEqual(
      completions.filter(({ times }) => times !== 1),
      [],
      'every job has one completion',
    );
    const completed = new Set(completions.map(({ id }) => id));
    for (const id of jobs) assert.ok(completed.has(id));
    const places = ledger.events.map(({ rowId, entry }) => `${rowId} ${entry}`);
    assert.equal(new Set(places).size, places.length, 'every entry of the log comes once');
    const states = await bundle.owner.client.job.groupBy({ by: ['state'], where: { tenantId }, _count: true });
    assert.deepEqual(states, [{ state: 'SUCCEEDED', _count: jobs.size + 4 * runs.size }]);
    assert.ok(count() >= rounds);
    // Each statement that the worker sends often was cut in all three ways.
    for (const name of often) assert.deepEqual(new Set(made.get(name)), new Set(cuts), name);
    const bugs = ['attempt.unstorable', 'attempt.unsettled', 'heartbeat.failed', 'planner.failed', 'rescuer.failed'];
    assert.deepEqual(
      bugs.filter((fact) => facts.has(fact)),
      [],
      JSON.stringify([...facts]),
    );
    t.diagnostic(`${jobs.size} jobs, ${runs.size} runs; ${JSON.stringify([...facts])}`);
    t.diagnostic(JSON.stringify([...made].map(([name, ways]) => `${name} ${ways.size}`)));
  },
);

/** For a failure's message: where the jobs stand, and who holds them. */
async function whatIsOpen({ owner }: Bundle, tenantId: string): Promise<unknown> {
  return await owner.client.$queryRaw`
    select q.name as queue, q.paused, j.state::text, j.attempt, j.fence, j.rank::text, j.gate_id is not null as at_gate,
      (j.run_at - now())::text as due_in, (now() - j.started_at)::text as running_for, j.crashes,
      w.state::text as worker, (w.lease_until - now())::text as lease, r.state::text as run
    from jobs j
    join queues q on q.id = j.queue_id
    left join workers w on w.id = j.worker_id
    left join runs r on r.tenant_id = j.tenant_id and r.id = j.run_id
    where j.tenant_id = ${tenantId}::uuid and j.state in ('PENDING', 'SCHEDULED', 'RUNNING')
    order by j.id
    limit 50`;
}

/** For a failure's message: what the server does at this moment, and for how long. */
async function whoIsAtWork({ owner }: Bundle): Promise<unknown> {
  return await owner.client.$queryRaw`
    select datname, application_name, state, wait_event, left(query, 60) as query, backend_xid::text,
      (clock_timestamp() - xact_start)::text as since
    from pg_stat_activity where xact_start is not null and pid <> pg_backend_pid()`;
}

test('C1: what ends while the database is away is settled when it is back, by its first attempt', limit, async (t) => {
  const stage = await openStage(bundle);
  const ledger = bundle.ledger(stage.context);
  t.after(() => ledger.close());
  const [begun, mayEnd, tried] = [
    Promise.withResolvers<void>(),
    Promise.withResolvers<void>(),
    Promise.withResolvers<void>(),
  ];
  let running = 0;
  let failures = 0;
  const worker = await bundle.startWorker({
    databaseUrl: proxy.url,
    queues: [stage.queue],
    leaseMs: 60_000,
    handlerFor: () => async () => {
      running += 1;
      if (running === 10) begun.resolve();
      await mayEnd.promise;
      // What a tenant says is no sign of anything.
      return { ok: true, result: 'Connection terminated unexpectedly' };
    },
    log: {
      warn: (fact) => {
        if (fact === 'settle.failed') failures += 1;
        if (failures === 3) tried.resolve();
      },
      error: (fact, fields) => tried.reject(new Error(`${fact} ${JSON.stringify(fields)}`)),
    },
  });
  const ids = await stage.enqueue(10);
  await begun.promise;
  await proxy.vanish();
  mayEnd.resolve();
  await tried.promise;
  await proxy.recover();
  await ledger.seen('success', (event) => event.type === 'job.succeeded', 10);
  for (const id of ids) assert.deepEqual(await stage.history(id), ['job.created', 'job.started', 'job.succeeded']);
  assert.deepEqual(await worker.stop(5_000), { attempts: 0, claims: 0, saidGoodbye: true });
});

test('a worker that lost its lease before its heart beat first begins anew, and then works', limit, async (t) => {
  const stage = await openStage(bundle);
  const ledger = bundle.ledger(stage.context);
  t.after(() => ledger.close());
  const { client } = bundle.owner;
  const where = { queues: { has: stage.queue } };
  let statements = 0;
  let isExpired = false;
  const expire = async () => {
    await client.worker.updateMany({ where, data: { leaseUntil: new Date(0) } });
    isExpired = true;
  };
  proxy.onStatement(({ application }) => {
    if (application !== 'taskflow heartbeat' || isExpired) return undefined;
    statements += 1;
    // It registers with the first one.
    if (statements === 1) return undefined;
    if (statements === 2) void expire();
    return 'before';
  });
  const facts: string[] = [];
  const lost = Promise.withResolvers<void>();
  const note = (fact: string) => {
    facts.push(fact);
    lost.resolve();
  };
  const worker = await bundle.startWorker({
    databaseUrl: proxy.url,
    queues: [stage.queue],
    heartbeatMs: 50,
    log: { warn: note, error: note },
  });
  await lost.promise;
  const [id = ''] = await stage.enqueue(1);
  await ledger.seen('success', (event) => event.type === 'job.succeeded');
  proxy.onStatement(() => undefined);
  assert.deepEqual(facts, ['worker.lost_lease']);
  assert.equal(await client.worker.count({ where }), 2);
  assert.deepEqual(await stage.history(id), ['job.created', 'job.started', 'job.succeeded']);
  await worker.stop(0);
});

test('every connection of a worker works under the role of its duty, none as owner', limit, async () => {
  const worker = await bundle.startWorker({ databaseUrl: proxy.url, queues: ['nothing'] });
  await worker.stop(0);
  const seen = new Set(proxy.openings.map(({ application }) => application));
  assert.ok(seen.has('taskflow worker listener') && seen.has('taskflow heartbeat'));
  for (const { application, options } of proxy.openings)
    assert.match(options, /-c role=taskflow_worker\b/, application);
});
