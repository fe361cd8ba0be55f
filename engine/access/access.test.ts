import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { roles } from '#domain/access/permissions.ts';
import { enqueueJobs } from '#engine/job/enqueue-jobs.ts';
import { getJob } from '#engine/job/get-job.ts';
import { listJobs } from '#engine/job/list-jobs.ts';
import { listQueues } from '#engine/queue/list-queues.ts';
import type { Context } from '#engine/store/context.ts';
import { newId } from '#engine/store/id.ts';
import { listTasks } from '#engine/task/list-tasks.ts';
import { getTenant, listTenants } from '#engine/tenant/list-tenants.ts';
import { type Bundle, openBundle, registerBuiltin, valueOf } from '#testing/bundle.ts';
import { createApiToken } from './create-api-token.ts';
import { ensureAdminToken } from './ensure-admin-token.ts';
import { chooseTenant, identifyToken } from './identify.ts';
import { listTokens } from './list-access.ts';

let bundle: Bundle;
before(async () => {
  bundle = await openBundle();
});
after(async () => {
  await bundle.close();
});

/** A tenant with a task and a job in it. */
async function tenantWithJob(): Promise<{ context: Context; jobId: string }> {
  const context = await bundle.tenant();
  await registerBuiltin(context, 'report', { name: 'noop' });
  const { jobs } = valueOf(await enqueueJobs(context, { jobs: [{ task: 'report' }] }));
  return { context, jobId: jobs[0]?.id ?? '' };
}

async function contextOf(plaintext: string, slug?: string): Promise<Context | undefined> {
  const identity = await identifyToken(bundle.web, plaintext);
  if (identity === undefined) return undefined;
  const chosen = await chooseTenant(bundle.web, identity, slug);
  return chosen === undefined ? undefined : { database: bundle.web, hints: bundle.hints, ...chosen };
}

async function slugOf(context: Context): Promise<string> {
  return valueOf(await getTenant(context, { id: context.tenantId }))?.slug ?? '';
}

/** Statements as the console's role gives them, with whatever tenant set. */
async function asWeb<T>(tenantId: string | undefined, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: bundle.ownerUrl });
  await client.connect();
  try {
    await client.query('set role taskflow_web');
    if (tenantId !== undefined) await client.query(`select set_config('app.tenant', $1, false)`, [tenantId]);
    return await work(client);
  } finally {
    await client.end();
  }
}

function codeOf(fault: unknown): string | undefined {
  return fault instanceof Error && 'code' in fault ? String(fault.code) : undefined;
}

test('a token of one tenant sees nothing of another', async () => {
  const { context: own } = await tenantWithJob();
  const { context: foreign, jobId } = await tenantWithJob();
  const { plaintext } = valueOf(await createApiToken(own, { name: 'ci', role: 'ADMIN' }));
  const bearer = await contextOf(plaintext);
  assert.ok(bearer !== undefined);
  assert.equal(bearer.tenantId, own.tenantId);
  assert.equal(valueOf(await getJob(bearer, { id: jobId })), undefined);
  assert.equal(valueOf(await listJobs(bearer, {})).totalCount, 1);
  assert.equal(valueOf(await listJobs(bearer, { filter: { run: jobId } })).totalCount, 0);
  assert.equal(valueOf(await listTasks(bearer, {})).totalCount, 1);
  assert.equal(valueOf(await listQueues(bearer)).length, 1);
  const tenants = valueOf(await listTenants(bearer, {})).nodes.map((tenant) => tenant.id);
  assert.deepEqual(tenants, [own.tenantId]);
  assert.equal(await contextOf(plaintext, await slugOf(foreign)), undefined);
});

test('an id of another tenant and an id that never was are the same', async () => {
  const { context } = await tenantWithJob();
  const { jobId } = await tenantWithJob();
  assert.deepEqual(await getJob(context, { id: jobId }), await getJob(context, { id: newId() }));
});

test('a token may do what its scopes say and no more', async () => {
  const { context } = await tenantWithJob();
  const { plaintext } = valueOf(await createApiToken(context, { name: 'reader', role: 'EDITOR', scopes: ['read'] }));
  const bearer = await contextOf(plaintext);
  assert.ok(bearer !== undefined);
  assert.equal((await listJobs(bearer, {})).ok, true);
  const enqueued = await enqueueJobs(bearer, { jobs: [{ task: 'report' }] });
  assert.equal(enqueued.ok ? '' : enqueued.refusals[0]?.code, 'FORBIDDEN');
});

test('nobody hands out more than they have', async () => {
  const { context } = await tenantWithJob();
  const up = await createApiToken(context, { name: 'up', role: 'PLATFORM_ADMIN' });
  assert.equal(up.ok ? '' : up.refusals[0]?.code, 'FORBIDDEN');
  const { plaintext } = valueOf(
    await createApiToken(context, { name: 'narrow', role: 'ADMIN', scopes: ['token.manage'] }),
  );
  const narrow = await contextOf(plaintext);
  assert.ok(narrow !== undefined);
  const wide = await createApiToken(narrow, { name: 'wide', role: 'ADMIN' });
  assert.equal(wide.ok ? '' : wide.refusals[0]?.code, 'FORBIDDEN');
  const unknown = await createApiToken(context, { name: 'odd', role: 'ADMIN', scopes: ['everything'] });
  assert.deepEqual(unknown.ok ? [] : unknown.refusals[0]?.path, ['scopes', '0']);
});

test('the secret of a token is nowhere in its tenant', async () => {
  const { context } = await tenantWithJob();
  const { plaintext } = valueOf(await createApiToken(context, { name: 'ci', role: 'VIEWER' }));
  assert.match(plaintext, /^tfc_[0-9a-f]{8}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
  const listed = valueOf(await listTokens(context, {}));
  assert.equal(listed.nodes.length, 1);
  assert.equal(JSON.stringify(listed).includes(plaintext), false);
});

test('an expired token and an unknown one open nothing', async () => {
  const { context } = await tenantWithJob();
  const past = await createApiToken(context, { name: 'late', role: 'VIEWER', expiresAt: new Date(0) });
  assert.deepEqual(past.ok ? [] : past.refusals[0]?.path, ['expiresAt']);
  assert.equal(await identifyToken(bundle.web, 'tfc_unknown'), undefined);
});

test('the admin token of the environment spans tenants, and ensuring it twice makes one', async () => {
  const { context, jobId } = await tenantWithJob();
  const value = `admin-${newId()}`;
  await Promise.all([ensureAdminToken(bundle.web, value), ensureAdminToken(bundle.web, value)]);
  valueOf(await ensureAdminToken(bundle.web, value));
  const admin = await contextOf(value, await slugOf(context));
  assert.ok(admin !== undefined);
  assert.equal(admin.actor.role, 'PLATFORM_ADMIN');
  assert.equal(valueOf(await getJob(admin, { id: jobId }))?.id, jobId);
  const counted = await bundle.owner.client.$queryRawUnsafe<{ n: number }[]>(
    `select count(*)::int as n from api_tokens where name = 'TASKFLOW_ADMIN_TOKEN'`,
  );
  assert.equal(counted[0]?.n, 1);
  const aimless = await contextOf(value);
  assert.ok(aimless !== undefined);
  const enqueued = await enqueueJobs(aimless, { jobs: [{ task: 'report' }] });
  assert.match(enqueued.ok ? '' : (enqueued.refusals[0]?.message ?? ''), /taskflow-tenant/);
});

test('every role may read, and a viewer may do nothing else', async () => {
  for (const role of roles) assert.equal((await listJobs(await bundle.tenant({ role }), {})).ok, true, role);
  const viewer = await bundle.tenant({ role: 'VIEWER' });
  const enqueued = await enqueueJobs(viewer, { jobs: [{ task: 'report' }] });
  assert.equal(enqueued.ok ? '' : enqueued.refusals[0]?.code, 'FORBIDDEN');
});

test('without a tenant the console sees no rows, whatever the statement', async () => {
  const { jobId } = await tenantWithJob();
  for (const tenantId of [undefined, '', newId()]) {
    const seen = await asWeb(tenantId, async (client) => {
      const counts = await client.query(
        `select (select count(*) from jobs) + (select count(*) from tasks) + (select count(*) from queues) + (select count(*) from events)
          + (select count(*) from tenants) + (select count(*) from members) + (select count(*) from api_tokens) as n`,
      );
      const one = await client.query('select from jobs where id = $1', [jobId]);
      return [Number(counts.rows[0]?.n), one.rowCount];
    });
    assert.deepEqual(seen, [0, 0], `app.tenant is ${tenantId ?? 'unset'}`);
  }
});

test('a row of another tenant can neither be written nor changed nor moved', async () => {
  const { context: own } = await tenantWithJob();
  const { context: foreign } = await tenantWithJob();
  await asWeb(own.tenantId, async (client) => {
    const insert = `insert into queues (tenant_id, id, name) values ($1, $2, 'stray')`;
    await assert.rejects(client.query(insert, [foreign.tenantId, newId()]), (fault) => codeOf(fault) === '42501');
    const changed = await client.query('update queues set paused = true where tenant_id = $1', [foreign.tenantId]);
    assert.equal(changed.rowCount, 0);
    await assert.rejects(
      client.query('update queues set tenant_id = $1', [foreign.tenantId]),
      (fault) => codeOf(fault) === '42501',
    );
    await assert.rejects(client.query('delete from jobs'), (fault) => codeOf(fault) === '42501');
    await assert.rejects(client.query('truncate jobs'), (fault) => codeOf(fault) === '42501');
  });
});

test('every table with a tenant has row level security that binds its owner too', async () => {
  const tables = await bundle.owner.client.$queryRawUnsafe<{ name: string; secured: boolean }[]>(`
    select c.relname::text as name, c.relrowsecurity and c.relforcerowsecurity as secured
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`);
  assert.ok(tables.length >= 13, 'the catalogue was read');
  assert.deepEqual(
    tables.filter((table) => !table.secured).map((table) => table.name),
    [],
  );
});

test('no part of the event log is open to the console on its own', async () => {
  const parts = await bundle.owner.client.$queryRawUnsafe<{ name: string }[]>(`
    select c.relname::text as name from pg_class c
    where c.relispartition and c.relkind = 'r' and has_table_privilege('taskflow_web', c.oid, 'select')`);
  assert.deepEqual(parts, []);
});
