/**
 * The real product for browser stories: a database of its own, the console and a worker as processes, and people to
 * sign in as. Run as a process it answers over IPC, so that a test runner need not load the engine itself.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { permissionsOf, type Role } from '#domain/access/permissions.ts';
import type { Outcome } from '#domain/refusal.ts';
import { noTenantId } from '#engine/access/access.ts';
import { addMember } from '#engine/access/add-member.ts';
import { createApiToken } from '#engine/access/create-api-token.ts';
import type { Context } from '#engine/store/context.ts';
import { openDatabase } from '#engine/store/database.ts';
import { openHints } from '#engine/store/hints.ts';
import { newId } from '#engine/store/id.ts';
import { transaction } from '#engine/store/transaction.ts';
import { createTenant } from '#engine/tenant/create-tenant.ts';
import { findTenantId } from '#engine/tenant/find-tenant.ts';
import { sessionCookieNames } from '#graphql/server/callers.ts';
import { freePortNear } from '#scripts/free-port.ts';
import { openDatabaseClock } from '#testing/machine/database-clock.ts';
import { createTestDatabase } from '#testing/postgres.ts';
import { createPerson, openSession, peoplesPassword } from './people.ts';

/** A person of a tenant of their own, signed in by the cookie `session`; `adminToken` opens the same tenant by its slug. */
export type Person = { tenant: string; tenantName: string; email: string; password: string; session: SessionCookie };
/** What a browser holds that was signed in before. */
export type SessionCookie = { name: string; value: string; url: string };
/** A new tenant, or that of a colleague, with a new person in it or with one who is known already. */
export type PersonWish = { role: Role; known?: Person | undefined; colleague?: Person | undefined };
export type Product = {
  url: string;
  adminToken: string;
  /** Where its mail goes; nobody listens there unless a story does. */
  mailPort: number;
  /** The one port of this machine that handlers may call; nobody listens there unless a story does. */
  partnerPort: number;
  newPerson(wish: PersonWish): Promise<Person>;
  /** Takes a person out of their tenant. They stay signed in. */
  removeMember(person: Person): Promise<void>;
  /** Moves the clock on to the next such time of day, UTC; hands back by how many milliseconds it is ahead now. */
  moveClock(timeOfDay: string): Promise<number>;
  /** Ends its worker, which says goodbye, and starts one. */
  endWorker(): Promise<void>;
  startWorker(): Promise<void>;
  stop(): Promise<void>;
};

/** What a product process is asked and answers. */
export type ProductRequest =
  | ({ kind: 'person' } & PersonWish)
  | { kind: 'removal'; person: Person }
  | { kind: 'clock'; timeOfDay: string }
  | { kind: 'worker'; isThere: boolean }
  | { kind: 'stop' };
export type ProductAnswer =
  | ({ kind: 'ready' } & Pick<Product, 'url' | 'adminToken' | 'mailPort' | 'partnerPort'>)
  | { kind: 'person'; person: Person }
  | { kind: 'removal' }
  | { kind: 'clock'; aheadMs: number }
  | { kind: 'worker' }
  | { kind: 'stopped' };

const host = '127.0.0.1';
const root = join(import.meta.dirname, '..');
// A machine that also compiles may take its time.
const readyMsMax = 60_000;

/**
 * Starts a console and a worker on a fresh database, on free ports. Who is at work on a screen names a Taskflow that
 * runs already instead, in development mode for example: TASKFLOW_STORIES_AT=<its URL> and its DATABASE_URL.
 */
export async function startProduct(): Promise<Product> {
  const { TASKFLOW_STORIES_AT: runningUrl, DATABASE_URL: runningDatabase } = process.env;
  return runningUrl === undefined ? await startAfresh() : await joinRunning(runningUrl, runningDatabase ?? '');
}

async function joinRunning(url: string, databaseUrl: string): Promise<Product> {
  const { adminToken, platform, close } = await openPlatform(databaseUrl);
  const mailPort = Number(process.env.TASKFLOW_STORIES_MAIL_PORT ?? 0);
  const partnerPort = Number(process.env.TASKFLOW_STORIES_PARTNER_PORT ?? 0);
  const people = peopleOf({ platform, url });
  return { url, adminToken, mailPort, partnerPort, ...people, ...notOurs, moveClock: noClock, stop: close };
}

const notOurs: Pick<Product, 'endWorker' | 'startWorker'> = {
  endWorker: () => Promise.reject(new Error('the worker of a Taskflow that runs already is not ended')),
  startWorker: () => Promise.resolve(),
};

async function openPlatform(url: string): Promise<{ adminToken: string; platform: Context; close(): Promise<void> }> {
  const database = openDatabase({ url, duty: 'web', connectionsMax: 2, name: 'test product' });
  const hints = openHints(database);
  const platform: Context = { database, hints, tenantId: noTenantId, actor: platformActor };
  // A token of its own: the one of the setting belongs to the Taskflow that may be at work here.
  const { plaintext: adminToken } = required(
    await createApiToken(platform, { name: 'stories', role: 'PLATFORM_ADMIN' }),
  );
  const close = async () => {
    await hints.close();
    await database.close();
  };
  return { adminToken, platform, close };
}

async function startAfresh(): Promise<Product> {
  const testDatabase = await createTestDatabase();
  const clock =
    process.env.TASKFLOW_STORIES_CLOCK === undefined ? undefined : await openDatabaseClock(testDatabase.ownerUrl);
  const { adminToken, platform, close } = await openPlatform(testDatabase.ownerUrl);
  const children: ChildProcess[] = [];
  const [port, mailPort, partnerPort] = [
    await freePortNear(0, host),
    await freePortNear(0, host),
    await freePortNear(0, host),
  ];
  const url = `http://${host}:${port}`;
  const start = async (script: string) => {
    const child = startProcess(script, { databaseUrl: testDatabase.ownerUrl, url, mailPort, partnerPort });
    children.push(child);
    await readyPort(child, script);
    return child;
  };
  const started = await Promise.all([start('graphql/server/server.ts'), start('worker/main.ts')]);
  let [, worker] = started;
  return {
    url,
    adminToken,
    mailPort,
    partnerPort,
    ...peopleOf({ platform, url }),
    moveClock: clock?.moveOnTo ?? noClock,
    endWorker: () => endProcess(worker),
    startWorker: async () => {
      worker = await start('worker/main.ts');
    },
    stop: async () => {
      await Promise.all(children.map(endProcess));
      await close();
      await testDatabase.drop();
    },
  };
}

function noClock(): Promise<number> {
  throw new Error('this product lives at the time of its machine: TASKFLOW_STORIES_CLOCK gives it a clock of its own');
}

const platformActor: Context['actor'] = {
  kind: 'system',
  id: 'test',
  name: 'a test',
  role: 'PLATFORM_ADMIN',
  permissions: permissionsOf('PLATFORM_ADMIN'),
};

type Doors = { platform: Context; url: string };

function peopleOf(doors: Doors): Pick<Product, 'newPerson' | 'removeMember'> {
  return {
    newPerson: (wish) => newPerson(doors, wish),
    removeMember: (person) => removeMember(doors, person),
  };
}

async function removeMember({ platform }: Doors, { tenant, email }: Person): Promise<void> {
  const tenantId = await findTenantId(platform.database, tenant);
  if (tenantId === undefined) throw new Error(`there is no tenant ${tenant}`);
  await transaction(platform.database, tenantId, async ({ client }) => {
    const { count } = await client.member.deleteMany({ where: { tenantId, user: { email } } });
    if (count !== 1) throw new Error(`${email} is no member of ${tenant}`);
  });
}

async function newPerson({ platform, url }: Doors, { role, known, colleague }: PersonWish): Promise<Person> {
  const mark = newId().slice(-12);
  const email = known?.email ?? `person-${mark}@example.test`;
  const password = known?.password ?? peoplesPassword;
  const tenant = colleague?.tenant ?? `tenant-${mark}`;
  const tenantName = colleague?.tenantName ?? `Tenant ${mark}`;
  if (colleague === undefined) required(await createTenant(platform, { slug: tenant, name: tenantName }));
  const tenantId = await findTenantId(platform.database, tenant);
  if (tenantId === undefined) throw new Error(`there is no tenant ${tenant}`);
  if (known === undefined) await createPerson(platform.database, { email, name: 'Ada Operator' });
  required(await addMember({ ...platform, tenantId }, { email, role }));
  const session = { name: sessionCookieNames[1], value: await openSession(platform.database, noTenantId, email), url };
  return { tenant, tenantName, email, password, session };
}

function required<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.refusals.map(({ message }) => message).join('; '));
}

type Place = { databaseUrl: string; url: string; mailPort: number; partnerPort: number };

function startProcess(script: string, { databaseUrl, url, mailPort, partnerPort }: Place): ChildProcess {
  const environment = {
    DATABASE_URL: databaseUrl,
    PORT: new URL(url).port,
    WORKER_PORT: '0',
    HOST: host,
    PUBLIC_URLS: url,
    TASKFLOW_DEMO: '0',
    OUTBOUND_ALLOW: `${host}:${partnerPort}`,
    SMTP_URL: `smtp://${host}:${mailPort}`,
    SMTP_FROM: 'Taskflow <taskflow@example.test>',
    TASKFLOW_SECRET_KEY: 'a-key-for-stories-that-nobody-else-would-guess',
    // Who ends it does not wait for what other stories left at work.
    GRACE_MS: '500',
  };
  // Their logs would drown the story's; a fault of theirs is worth reading.
  const stdio: ['ignore', 'ignore', 'inherit', 'ipc'] = ['ignore', 'ignore', 'inherit', 'ipc'];
  return fork(join(root, script), { cwd: root, env: { ...process.env, ...environment }, stdio });
}

async function readyPort(child: ChildProcess, script: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.on('message', (message: unknown) => {
    if (typeof message === 'object' && message !== null && 'port' in message) resolve(Number(message.port));
  });
  child.once('exit', (code) => reject(new Error(`${script} ended with exit code ${code}`)));
  const limit = setTimeout(() => reject(new Error(`${script} was not ready within ${readyMsMax} ms`)), readyMsMax);
  return await promise.finally(() => clearTimeout(limit));
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

async function serve(): Promise<void> {
  const product = await startProduct();
  const answer = (message: ProductAnswer) => process.send?.(message);
  const stop = async () => {
    await product.stop();
    answer({ kind: 'stopped' });
    process.exit(0);
  };
  process.on('message', (request: ProductRequest) => {
    if (request.kind === 'stop') void stop();
    else if (request.kind === 'clock')
      void product.moveClock(request.timeOfDay).then((aheadMs) => answer({ kind: 'clock', aheadMs }));
    else if (request.kind === 'removal')
      void product.removeMember(request.person).then(() => answer({ kind: 'removal' }));
    else if (request.kind === 'worker')
      void (request.isThere ? product.startWorker() : product.endWorker()).then(() => answer({ kind: 'worker' }));
    else void product.newPerson(request).then((person) => answer({ kind: 'person', person }));
  });
  process.once('disconnect', () => void stop());
  const { url, adminToken, mailPort, partnerPort } = product;
  answer({ kind: 'ready', url, adminToken, mailPort, partnerPort });
}

if (import.meta.main) await serve();
