import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { logBounds } from '#domain/bounds/log.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { type Bundle, openBundle, valueOf } from '#testing/bundle.ts';
import { chunksOf, lineOf, openPen } from '#testing/logs/written-log.ts';
import { readLog } from './read-log.ts';
import { tendLogWeeks } from './tend-log-weeks.ts';

let bundle: Bundle;
let client: pg.Client;
before(async () => {
  bundle = await openBundle();
  client = new pg.Client({ connectionString: bundle.ownerUrl });
  await client.connect();
});
after(async () => {
  await client.end();
  await bundle.close();
});

const dayMs = 86_400_000;

async function weeks(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = 'log_chunks'::regclass order by 1`);
  return rows.map((row) => row.name).filter((name) => name !== 'log_chunks_default');
}

/** As the product would have made it long ago. */
async function addWeek(daysAgo: number): Promise<string> {
  const { rows } = await client.query<{ name: string; begins: string; ends: string }>(
    `select 'log_chunks_' || to_char(week, 'YYYY_MM_DD') as name, week || ' UTC' as begins, week + interval '1 week' || ' UTC' as ends
     from date_trunc('week', (now() at time zone 'UTC') - $1::int * interval '1 day') week`,
    [daysAgo],
  );
  const [week] = rows;
  assert.ok(week !== undefined);
  await client.query(`create table ${week.name} (like log_chunks including all)`);
  await client.query(
    `alter table log_chunks attach partition ${week.name} for values from ('${week.begins}') to ('${week.ends}')`,
  );
  return week.name;
}

/** The log of a job that began so long ago. */
async function write(context: Context, daysAgo: number): Promise<() => Promise<number>> {
  const append = await openPen(bundle.worker);
  const jobId = newId();
  const beganAtMs = Date.now() - daysAgo * dayMs;
  await append(chunksOf({ tenantId: context.tenantId, jobId, beganAtMs }, [lineOf({ message: 'x' })]));
  return async () => valueOf(await readLog(context, { kind: 'job', jobId }, {})).totalCount;
}

test('weeks that are over for longer than is promised go whole, and those to come are there before they begin', async () => {
  const context = await bundle.tenant();
  const [old, kept] = [await addWeek(logBounds.daysKept + 14), await addWeek(logBounds.daysKept - 3)];
  const [lost, found, now] = [
    await write(context, logBounds.daysKept + 14),
    await write(context, logBounds.daysKept - 3),
    await write(context, 0),
  ];
  const [, first = ''] = (await weeks()).slice(-3);
  await client.query(`drop table ${first}`);
  const [one, other] = await Promise.all([tendLogWeeks(bundle.worker), tendLogWeeks(bundle.worker)]);
  assert.deepEqual([one.dropped + other.dropped, one.added + other.added], [1, 1]);
  const names = await weeks();
  assert.deepEqual([names.includes(old), names.includes(kept), names.includes(first)], [false, true, true]);
  assert.deepEqual([await lost(), await found(), await now()], [0, 1, 1]);
  assert.deepEqual(await tendLogWeeks(bundle.worker), { added: 0, dropped: 0 });
});

test('what fell into no week, and what was counted of days long past, is let go of as well', async () => {
  const context = await bundle.tenant();
  const [stray, recent] = [
    await write(context, logBounds.daysKept + 100),
    await write(context, logBounds.daysKept - 10),
  ];
  await client.query(`update log_usage set day = day - $1::int where tenant_id = $2`, [
    logBounds.daysKept + 1,
    context.tenantId,
  ]);
  await tendLogWeeks(bundle.worker);
  assert.deepEqual([await stray(), await recent()], [0, 1]);
  const { rows } = await client.query('select from log_usage where tenant_id = $1', [context.tenantId]);
  assert.equal(rows.length, 0);
});

test('a week that somebody reads is left for the next pass, and nobody waits behind it', async () => {
  const old = await addWeek(logBounds.daysKept + 21);
  await client.query('begin');
  await client.query(`select from ${old}`);
  assert.equal((await tendLogWeeks(bundle.worker)).dropped, 0);
  await client.query('commit');
  assert.equal((await tendLogWeeks(bundle.worker)).dropped, 1);
});

test('the roles of console, worker and feed reach a week through the log only, and no role but the worker tends them', async () => {
  const [week] = await weeks();
  for (const role of ['taskflow_web', 'taskflow_worker', 'taskflow_feed']) {
    await client.query('begin');
    await client.query(`set local role ${role}`);
    await assert.rejects(client.query(`select from ${week}`), /permission denied/);
    await client.query('rollback');
  }
  for (const role of ['taskflow_web', 'taskflow_feed']) {
    await client.query('begin');
    await client.query(`set local role ${role}`);
    await assert.rejects(client.query(`select * from tend_log_weeks(interval '1 day')`), /permission denied/);
    await client.query('rollback');
  }
  await client.query('begin');
  await client.query('set local role taskflow_worker');
  // Whoever asks for less than a day asks by mistake.
  const { rows } = await client.query(`select * from tend_log_weeks(interval '0')`);
  assert.deepEqual(rows, [{ added: 0, dropped: 0 }]);
  await client.query('rollback');
});

test('the console reads the lines of its tenant and writes none', async () => {
  const [context, other] = [await bundle.tenant(), await bundle.tenant()];
  await write(context, 0);
  await client.query('begin');
  await client.query('set local role taskflow_web');
  const count = async () => (await client.query('select from log_chunks')).rowCount;
  assert.equal(await count(), 0);
  await client.query(`select set_config('app.tenant', $1, true)`, [other.tenantId]);
  assert.equal(await count(), 0);
  await client.query(`select set_config('app.tenant', $1, true)`, [context.tenantId]);
  assert.equal(await count(), 1);
  await assert.rejects(client.query(`delete from log_chunks`), /permission denied/);
  await client.query('rollback');
});
