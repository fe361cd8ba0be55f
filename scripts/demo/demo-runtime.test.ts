import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { openHandlerLog } from '#testing/logs/handler-log.ts';
import { createTestDatabase, type TestDatabase } from '#testing/postgres.ts';
import { type Outbound, openOutbound } from '#worker/handlers/outbound.ts';
import { pluginHandler } from '#worker/handlers/plugin.ts';

const tenantId = '01900000-0000-7000-8000-00000000000a';
const otherTenantId = '01900000-0000-7000-8000-00000000000b';
let runs = 0;

let database: TestDatabase;
let owner: pg.Client;
let runtime: { child: ChildProcess; url: string };
let outbound: Outbound;

before(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  runtime = await startRuntime();
  outbound = openOutbound({ allow: [new URL(runtime.url).host] });
});

after(async () => {
  await outbound.close();
  const ended = once(runtime.child, 'exit');
  runtime.child.kill('SIGTERM');
  const [code] = await ended;
  await owner.end();
  await database.drop();
  assert.equal(code, 0);
});

async function startRuntime() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'demo-runtime.ts')], {
    env: { ...process.env, DATABASE_URL: database.ownerUrl, DEMO_RUNTIME_PORT: '0' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [message]: unknown[] = await once(child, 'message');
  assert.ok(isJsonObject(message) && message.kind === 'ready');
  return { child, url: String(message.url) };
}

// As the worker asks, so that both ends of the protocol are the real ones.
async function perform(params: Json, tenant = tenantId) {
  return pluginHandler(outbound, { pluginId: 'postgres-care', runtimeUrl: runtime.url })({
    tenantId: tenant,
    jobId: '01900000-0000-7000-8000-000000000002',
    fence: 1,
    attempt: 1,
    params,
    deadline: new Date(Date.now() + 30_000),
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    signal: new AbortController().signal,
    log: openHandlerLog(),
  });
}

async function resultOf(params: Json, tenant = tenantId): Promise<JsonObject> {
  const outcome = await perform(params, tenant);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  assert.ok(isJsonObject(outcome.result));
  return outcome.result;
}

/** A run whose log has rows of [seq, entries]; `lastSeq` is what the run itself counted to. */
async function writeRun(
  tenant: string,
  { rows, lastSeq }: { rows: [seq: number, entries: number][]; lastSeq: number },
) {
  runs += 1;
  const id = `01900000-0000-7000-8000-0000000000${runs.toString(16).padStart(2, '0')}`;
  await owner.query(
    `insert into runs (tenant_id, id, workflow_id, version_id, state, inputs, variables, progress, event_seq, started_at, started_by)
     values ($1, $2, $2, $2, 'RUNNING', '{}', '{}', '', $3, now(), 'test')`,
    [tenant, id, lastSeq],
  );
  for (const [seq, entries] of rows) {
    await owner.query(
      `insert into events (tenant_id, type, actor, run_id, seq, entity_ids) values ($1, 'job.created', 'test', $2, $3, $4)`,
      [tenant, id, seq, Array.from({ length: entries }, () => id)],
    );
  }
}

test('the sizes of tables and indexes are told, largest first', async () => {
  const { tables, indexes, databaseBytes } = await resultOf({ action: 'relation-sizes' });
  assert.ok(Array.isArray(tables) && Array.isArray(indexes) && Number(databaseBytes) > 1_000_000);
  assert.ok(tables.some((table) => isJsonObject(table) && table.table === 'jobs' && Number(table.bytes) > 0));
  const bytes = tables.map((table) => (isJsonObject(table) ? Number(table.bytes) : Number.NaN));
  assert.deepEqual(
    bytes,
    bytes.toSorted((a, b) => b - a),
  );
});

test('the table with most dead rows is found, advised on, and vacuumed', async () => {
  await owner.query(`alter table tenants set (autovacuum_enabled = false)`);
  await owner.query(
    `insert into tenants (id, slug, name) select gen_random_uuid(), 'dead-' || n, 'Dead' from generate_series(1, 400) n`,
  );
  await owner.query(`delete from tenants where slug like 'dead-%' and right(slug, 1) < '7'`);
  await owner.query('select pg_stat_force_next_flush()');
  const finding = await resultOf({ action: 'dead-tuples' });
  assert.equal(finding.worst, 'tenants');
  assert.ok(Number(finding.deadRatio) > 0.5);
  assert.partialDeepStrictEqual(await resultOf({ action: 'advise', finding }), { severity: 'ACT' });
  const vacuumed = await resultOf({ action: 'vacuum', table: 'tenants' });
  assert.ok(Number(vacuumed.deadBefore) > 200 && Number(vacuumed.deadAfter) === 0, JSON.stringify(vacuumed));
});

test('only a table of the catalogue is vacuumed', async () => {
  for (const table of ['nothing', 'jobs; drop table jobs', 'pg_class', '', 5, null]) {
    assert.partialDeepStrictEqual(await perform({ action: 'vacuum', table }), {
      ok: false,
      error: { retryable: false },
    });
  }
});

test('the oldest open transaction is named with its age', async () => {
  const patient = new pg.Client({ connectionString: database.ownerUrl, application_name: 'forgotten' });
  await patient.connect();
  await patient.query('begin');
  await patient.query('select 1');
  const finding = await resultOf({ action: 'oldest-transaction' });
  await patient.query('rollback');
  await patient.end();
  assert.partialDeepStrictEqual(finding, { application: 'forgotten', state: 'idle in transaction' });
  assert.ok(Number(finding.ageSeconds) >= 0);
});

test('connections are counted against their limit', async () => {
  const { used, max } = await resultOf({ action: 'connections' });
  assert.ok(Number(used) >= 2 && Number(max) >= Number(used));
});

test('a log without gap or double is found complete, and a faulty one is told apart', async () => {
  await writeRun(tenantId, {
    rows: [
      [1, 1],
      [2, 3],
      [5, 1],
    ],
    lastSeq: 5,
  });
  assert.partialDeepStrictEqual(await resultOf({ action: 'event-log-integrity' }), {
    ok: true,
    checkedRuns: 1,
    gaps: 0,
    duplicates: 0,
  });
  await writeRun(tenantId, {
    rows: [
      [1, 1],
      [3, 1],
    ],
    lastSeq: 3,
  });
  await writeRun(tenantId, {
    rows: [
      [1, 3],
      [2, 2],
    ],
    lastSeq: 3,
  });
  await writeRun(tenantId, { rows: [[2, 1]], lastSeq: 2 });
  await writeRun(tenantId, { rows: [[1, 1]], lastSeq: 2 });
  await writeRun(tenantId, { rows: [], lastSeq: 1 });
  const finding = await resultOf({ action: 'event-log-integrity', hours: 1 });
  assert.partialDeepStrictEqual(finding, { ok: false, checkedRuns: 6, gaps: 4, duplicates: 1 });
  assert.ok(Array.isArray(finding.examples) && finding.examples.length === 5);
});

test('a settled job without an event for its end is found, and so is one that ended twice', async () => {
  const tenant = '01900000-0000-7000-8000-00000000000c';
  const write = async (id: string, ends: (readonly [from: string, to: string])[]) => {
    const { rows } = await owner.query<{ id: string }>(
      `insert into events (tenant_id, type, actor, from_state, to_state, entity_ids)
       select $1, 'job.moved', 'test', e.from_state, e.to_state, array[$2::uuid] from unnest($3::text[], $4::text[]) as e (from_state, to_state) returning id::text`,
      [tenant, id, ends.map(([from]) => from), ends.map(([, to]) => to)],
    );
    await owner.query(
      `insert into jobs (tenant_id, id, queue_id, task_id, task_version_id, state, priority, max_attempts, due_at, created_at, finished_at, event_ids)
       values ($1, $2, $2, $2, $2, 'SUCCEEDED', 0, 1, now(), now(), now(), $3)`,
      [tenant, id, rows.map((row) => row.id)],
    );
  };
  const end = ['RUNNING', 'SUCCEEDED'] as const;
  await write('01900000-0000-7000-8000-0000000000f1', [end]);
  await write('01900000-0000-7000-8000-0000000000f2', [['RUNNING', 'DEAD'], ['DEAD', 'PENDING'], end]);
  assert.partialDeepStrictEqual(await resultOf({ action: 'event-log-integrity' }, tenant), {
    ok: true,
    checkedJobs: 2,
  });
  await write('01900000-0000-7000-8000-0000000000f3', []);
  await write('01900000-0000-7000-8000-0000000000f4', [end, end]);
  assert.partialDeepStrictEqual(await resultOf({ action: 'event-log-integrity' }, tenant), {
    ok: false,
    checkedJobs: 4,
    missingEnds: 1,
    doubleEnds: 1,
  });
});

test('a tenant is told of its own log only', async () => {
  await writeRun(otherTenantId, { rows: [[1, 1]], lastSeq: 1 });
  assert.partialDeepStrictEqual(await resultOf({ action: 'event-log-integrity' }, otherTenantId), {
    ok: true,
    checkedRuns: 1,
  });
});

test('an action that the plugin does not know fails its job for good', async () => {
  const orders: Json[] = [{ action: 'drop' }, { action: 'constructor' }, {}, null];
  for (const params of orders) {
    assert.partialDeepStrictEqual(await perform(params), {
      ok: false,
      error: { type: 'UNKNOWN_ACTION', retryable: false },
    });
  }
});

test('the runtime ends with the process that started it', async () => {
  const { child } = await startRuntime();
  const ended = once(child, 'exit');
  child.disconnect();
  assert.deepEqual(await ended, [0, null]);
});
