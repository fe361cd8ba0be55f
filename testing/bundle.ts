/**
 * What an engine test works with: a database of its own, the console's and the worker's doors to it, tenants made on
 * demand, workers in this process, and events to wait for instead of sleeping.
 */
import type { TestContext } from 'node:test';
import { permissionsOf, type Role } from '#domain/access/permissions.ts';
import type { Outcome } from '#domain/refusal.ts';
import { noTenantId } from '#engine/access/access.ts';
import { addMember } from '#engine/access/add-member.ts';
import { type Feed, openFeed } from '#engine/event/feed.ts';
import type { FeedEvent } from '#engine/event/read-events.ts';
import type { Context } from '#engine/store/context.ts';
import { type Database, openDatabase } from '#engine/store/database.ts';
import { type Hints, openHints } from '#engine/store/hints.ts';
import { newId } from '#engine/store/id.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { createTenant, type TenantLimitsInput } from '#engine/tenant/create-tenant.ts';
import { createTestDatabase, type TestDatabase } from '#testing/postgres.ts';
import { type RunningWorker, startWorker, type WorkerOptions } from '#worker/worker.ts';
import { createPerson, peoplesPassword } from './people.ts';
import { type Ledger, openLedger } from './worlds/event-ledger.ts';
import { installMoveGuard } from './worlds/move-guard.ts';

export type Bundle = {
  ownerUrl: string;
  web: Database;
  worker: Database;
  owner: Database;
  feed: Feed;
  hints: Hints;
  /** Acts as the platform's administrator, outside of every tenant. */
  platform: Context;
  /** A new tenant; the context acts in it with this role. */
  tenant(options?: { role?: Role; limits?: TenantLimitsInput }): Promise<Context>;
  /** Somebody new with an account, and with a role a member of the tenant; `acts` is the context in which they act there. */
  person(context: Context, wish?: { role?: Role; name?: string }): Promise<BundlePerson>;
  /** A worker in this process; stopped with the bundle. */
  startWorker(options?: Partial<WorkerOptions>): Promise<RunningWorker>;
  /** Resolves with the first event, from `after` or from now on, that fits; rejects when none comes. */
  next(context: Context, fits: (event: FeedEvent) => boolean, after?: string): Promise<FeedEvent>;
  /** Everything that happens in the tenant, from its first event on. */
  ledger(context: Context): Ledger;
  close(): Promise<void>;
};

export type BundlePerson = { id: string; email: string; password: string; acts: Context };

// A test that waits longer than this for an event waits for one that does not come.
const waitMsMax = 20_000;

/** A bundle that is closed with the test. */
export async function bundleOf(t: TestContext): Promise<Bundle> {
  const bundle = await openBundle();
  t.after(() => bundle.close());
  return bundle;
}

/**
 * Opens a bundle, on a database of its own unless one is given. The limit of waiting and the guard that watches every
 * move aside, nothing in it differs from production.
 */
export async function openBundle(given?: TestDatabase): Promise<Bundle> {
  const testDatabase = given ?? (await createTestDatabase());
  const url = testDatabase.ownerUrl;
  await installMoveGuard(url);
  const web = openDatabase({ url, duty: 'web', connectionsMax: 8, name: 'test web' });
  const worker = openDatabase({ url, duty: 'worker', connectionsMax: 4, name: 'test worker' });
  const owner = openDatabase({ url, duty: 'owner', connectionsMax: 2, name: 'test owner' });
  const feedDatabase = openDatabase({ url, duty: 'feed', connectionsMax: 2, name: 'test feed' });
  const hints = openHints(web);
  const feed = openFeed(feedDatabase);
  const platform: Context = { database: web, hints, actor: actor('PLATFORM_ADMIN'), tenantId: noTenantId };
  const workers: RunningWorker[] = [];
  let tenants = 0;

  return {
    ownerUrl: url,
    web,
    worker,
    owner,
    feed,
    hints,
    platform,
    tenant: async ({ role = 'ADMIN', limits } = {}) => {
      tenants += 1;
      const slug = `tenant-${tenants}-${newId().slice(-6)}`;
      const tenant = valueOf(
        await createTenant(platform, { slug, name: `Tenant ${tenants}`, ...(limits === undefined ? {} : { limits }) }),
      );
      return { database: web, hints, actor: actor(role), tenantId: tenant.id };
    },
    person: (context, wish) => newPerson(web, context, wish),
    startWorker: async (options = {}) => {
      const started = await startWorker({ ...workerDefaults, databaseUrl: url, ...options });
      workers.push(started);
      return started;
    },
    next: (context, fits, after) =>
      new Promise((resolve, reject) => {
        const subscription = { tenantId: context.tenantId, ...(after === undefined ? {} : { after }) };
        const end = feed.subscribe(subscription, (events, signal) => {
          const found = events.find(fits);
          if (found === undefined && signal === undefined) return;
          clearTimeout(timer);
          end();
          if (found !== undefined) resolve(found);
          else reject(new Error('the feed asked for a resync'));
        });
        const timer = setTimeout(() => {
          end();
          reject(new Error(`no such event within ${waitMsMax} ms: ${fits.toString()}`));
        }, waitMsMax);
      }),
    ledger: (context) => openLedger(feed, context.tenantId),
    close: async () => {
      await Promise.all(workers.map((one) => one.stop(0).catch(() => undefined)));
      await feed.close();
      await hints.close();
      await Promise.all([web.close(), worker.close(), owner.close(), feedDatabase.close()]);
      await testDatabase.drop();
    },
  };
}

/** The machine that acts in a test unless a person does. */
function actor(role: Role): Context['actor'] {
  return { kind: 'system', id: 'test', name: 'a test', role, permissions: permissionsOf(role) };
}

async function newPerson(
  web: Database,
  context: Context,
  { role, name = 'Ada' }: { role?: Role; name?: string } = {},
): Promise<BundlePerson> {
  const email = `${newId()}@example.com`;
  const id = await createPerson(web, { email, name });
  if (role !== undefined) valueOf(await addMember({ ...context, actor: actor('ADMIN') }, { email, role }));
  const may = role ?? 'VIEWER';
  const acting = { kind: 'user' as const, id, name, role: may, permissions: permissionsOf(may) };
  return { id, email, password: peoplesPassword, acts: { ...context, actor: acting } };
}

const workerDefaults = {
  log: { warn: () => undefined, error: (fact: string, fields: Record<string, unknown>) => console.error(fact, fields) },
  slots: 50,
  queues: [],
  leaseMs: 10_000,
  heartbeatMs: 1_000,
  sweepMs: 200,
  pollMs: 500,
  outboundAllow: [],
  version: 'test',
};

/** The value of an outcome that must have been done; a refusal fails the test with its sentences. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(
    `refused: ${outcome.refusals.map(({ code, message, path }) => `${code} ${message} (${path.join('.')})`).join('; ')}`,
  );
}

/** Registers a builtin task. */
export async function registerBuiltin(
  context: Context,
  name: string,
  builtin: { name: string; options?: object },
  more: object = {},
): Promise<void> {
  valueOf(await registerTask(context, { name, handler: { builtin }, ...more }));
}
