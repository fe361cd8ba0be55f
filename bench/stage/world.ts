/** Where one bench works: its own database with one tenant, and the processes of the product around it. */
import { randomUUID } from 'node:crypto';
import type { BenchContext } from '#bench/bench.ts';
import { type Figures, openFigures } from '#bench/figures.ts';
import { permissionsOf } from '#domain/access/permissions.ts';
import type { Outcome } from '#domain/refusal.ts';
import { noTenantId } from '#engine/access/access.ts';
import { addMember } from '#engine/access/add-member.ts';
import { createApiToken } from '#engine/access/create-api-token.ts';
import { createUser } from '#engine/access/create-user.ts';
import type { Context } from '#engine/store/context.ts';
import { openDatabase } from '#engine/store/database.ts';
import { openHints } from '#engine/store/hints.ts';
import type { RegisterTaskInput } from '#engine/task/read-definition.ts';
import { registerTask } from '#engine/task/register-task.ts';
import { createTenant } from '#engine/tenant/create-tenant.ts';
import { type Child, startChild } from './child.ts';
import { type ObservedWorker, startObservedWorker } from './observed-worker.ts';

export type Person = { email: string; password: string };

export type World = {
  url: string;
  /** Who may do everything on the platform. */
  platform: Context;
  /** An administrator of the tenant, at the engine's own door. */
  context: Context;
  figures: Figures;
  /** The worker process of the product. */
  startWorker(slots: number): Promise<Child>;
  /** A worker that notes when its handlers start. */
  startObservedWorker(slots: number): Promise<ObservedWorker>;
  /** The console process and a token for it; it has its pages, as built, only when they are asked for. */
  startConsole(parts?: { pages: boolean }): Promise<{ child: Child; url: string; token: string }>;
  /** Somebody who may do everything in the tenant, to sign in as. */
  createPerson(): Promise<Person>;
  registerTask(input: RegisterTaskInput): Promise<void>;
  /** One more tenant, and an administrator of it. */
  addTenant(slug: string): Promise<Context>;
};

/** The slug of the tenant. */
export const benchTenant = 'bench';

/** Gives the work a world and takes it down afterwards, processes first. */
export async function inWorld<T>({ cluster }: BenchContext, work: (world: World) => Promise<T>): Promise<T> {
  // Closed in the reverse order, whatever fails meanwhile.
  await using open = new AsyncDisposableStack();
  const url = await cluster.createDatabase();
  open.defer(() => cluster.dropDatabase(url));
  const database = openDatabase({ url, duty: 'web', connectionsMax: 8, name: 'bench' });
  open.defer(() => database.close());
  const hints = openHints(database);
  open.defer(() => hints.close());
  const figures = await openFigures(url);
  open.defer(() => figures.close());
  const keep = <Kept extends { stop(): Promise<void> }>(child: Kept): Kept => {
    open.defer(() => child.stop());
    return child;
  };
  const platform: Context = { database, hints, tenantId: noTenantId, actor: actorOf('PLATFORM_ADMIN') };
  const tenant = accepted(await createTenant(platform, { slug: benchTenant, name: 'Bench' }));
  const context: Context = { ...platform, tenantId: tenant.id, actor: actorOf('ADMIN') };
  return await work({
    url,
    platform,
    context,
    figures,
    startWorker: async (slots) =>
      keep(await startChild({ script: 'worker/main.ts', environment: workerEnvironment(url, slots) })),
    startObservedWorker: async (slots) => keep(await startObservedWorker({ url, slots })),
    startConsole: async ({ pages } = { pages: false }) => {
      const { plaintext } = accepted(await createApiToken(context, { name: 'bench', role: 'ADMIN' }));
      const environment = { DATABASE_URL: url, ...(pages && { PAGES: 'built' }) };
      const child = keep(await startChild({ script: 'bench/processes/console.ts', environment }));
      return { child, url: `http://127.0.0.1:${child.ready.port}`, token: plaintext };
    },
    createPerson: async () => {
      const person = { email: 'bench@example.test', password: randomUUID() };
      accepted(await createUser(platform, { ...person, name: 'Bench' }));
      accepted(await addMember(context, { email: person.email, role: 'ADMIN' }));
      return person;
    },
    registerTask: async (input) => {
      accepted(await registerTask(context, input));
    },
    addTenant: async (slug) => {
      const { id } = accepted(await createTenant(platform, { slug, name: slug }));
      return { ...platform, tenantId: id, actor: actorOf('ADMIN') };
    },
  });
}

/** What a command did; a refusal ends the bench with its sentences. */
export function accepted<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(
    `refused: ${outcome.refusals.map(({ code, message, path }) => `${code} ${message} (${path.join('.')})`).join('; ')}`,
  );
}

function actorOf(role: 'ADMIN' | 'PLATFORM_ADMIN'): Context['actor'] {
  return { kind: 'system', id: 'bench', name: 'a benchmark', role, permissions: permissionsOf(role) };
}

function workerEnvironment(url: string, slots: number): Record<string, string> {
  return {
    DATABASE_URL: url,
    HOST: '127.0.0.1',
    WORKER_PORT: '0',
    WORKER_CONCURRENCY: String(slots),
    LOG_LEVEL: 'warn',
  };
}
