/** A console for tests: its own empty database, real HTTP, real sockets, and as many tenants as a test wants. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Client, createClient } from 'graphql-ws';
import pg from 'pg';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { permissionsOf, type Role } from '#domain/access/permissions.ts';
import { publicId } from '#domain/value/ids.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { noTenantId } from '#engine/access/access.ts';
import { addMember } from '#engine/access/add-member.ts';
import { ensureAdminToken } from '#engine/access/ensure-admin-token.ts';
import type { Networks } from '#engine/settings/networks.ts';
import type { Context } from '#engine/store/context.ts';
import { openDatabase } from '#engine/store/database.ts';
import { openHints } from '#engine/store/hints.ts';
import { findTenantId } from '#engine/tenant/find-tenant.ts';
import { sessionCookieNames } from '#graphql/server/callers.ts';
import { type RunningConsole, startConsole } from '#graphql/server/server.ts';
import { createTestDatabase } from '#testing/postgres.ts';
import { createPerson, openSession, peoplesPassword } from './people.ts';

export type Answer = { status: number; headers: Headers; data: JsonObject; errors: JsonObject[]; text: string };
export type Caller = { token?: string | undefined; tenant?: string | undefined; cookie?: string | undefined };

/** A member of a tenant; `cookie` is their session. */
export type TestPerson = { id: string; email: string; password: string; cookie: string };

/** A tenant with a token of its own. */
export type TestTenant = {
  slug: string;
  id: string;
  token: string;
  ask(query: string, variables?: JsonObject): Promise<Answer>;
};

export type TestConsole = {
  url: string;
  databaseUrl: string;
  adminToken: string;
  ask(caller: Caller, query: string, variables?: JsonObject): Promise<Answer>;
  tenant(role?: string): Promise<TestTenant>;
  /** Somebody new in the tenant, who is signed in. */
  person(tenant: TestTenant, role?: Role): Promise<TestPerson>;
  follow(token: string): Client;
  /** Where the event log stands for a tenant. */
  cursor(tenant: TestTenant): Promise<string>;
  /** Ends the console and starts another one on the same database and port. */
  restart(): Promise<void>;
  /** Takes a table away, so that the next question about it is a fault. */
  breakDatabase(): Promise<void>;
  close(): Promise<void>;
};

// What a console can send by that is set up for it.
const sending = { mailFrom: 'taskflow@example.com', secretKey: 'a key for tests that nobody else would ever guess' };

/** Starts a console on a fresh database. */
export async function startTestConsole(options: { trustedProxies?: Networks } = {}): Promise<TestConsole> {
  const testDatabase = await createTestDatabase();
  const adminToken = `admin-${randomUUID()}`;
  const database = openDatabase({ url: testDatabase.ownerUrl, duty: 'web', connectionsMax: 2, name: 'test' });
  assert.ok((await ensureAdminToken(database, adminToken)).ok);
  const hints = openHints(database);
  const start = (port: number): Promise<RunningConsole> =>
    startConsole({
      ...sending,
      ...options,
      databaseUrl: testDatabase.ownerUrl,
      port,
      web: false,
      log: pino({ level: 'silent' }),
    });
  let running = await start(0);
  const { url } = running;
  const ask = (caller: Caller, query: string, variables?: JsonObject) =>
    send(url, caller, { query, variables: variables ?? {} });
  return {
    url,
    databaseUrl: testDatabase.ownerUrl,
    adminToken,
    ask,
    tenant: (role = 'ADMIN') => makeTenant(ask, adminToken, role),
    person: ({ slug }, role = 'OPERATOR') => makePerson({ database, hints, actor: admin }, slug, role),
    follow: (token) =>
      createClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${token}` },
        retryAttempts: 0,
      }),
    cursor: async (tenant) =>
      textAt((await tenant.ask('{ jobs(first: 1) { eventCursor } }')).data, 'jobs', 'eventCursor'),
    restart: async () => {
      await running.close();
      running = await start(running.port);
    },
    breakDatabase: async () => {
      const client = new pg.Client({ connectionString: testDatabase.ownerUrl });
      await client.connect();
      await client.query('alter table queues rename to lost');
      await client.end();
    },
    close: async () => {
      await running.close();
      await hints.close();
      await database.close();
      await testDatabase.drop();
    },
  };
}

/** Posts what a page of an account sends: to /api/session, /api/invitation or /api/password-reset. */
export async function postTo(url: string, body: JsonObject, cookie?: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(cookie !== undefined && { cookie }) };
  return await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** What a browser sends back of the cookie that it was given. */
export function cookieOf(response: Response): string {
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

const admin: Context['actor'] = {
  kind: 'system',
  id: 'test',
  name: 'a test',
  role: 'ADMIN',
  permissions: permissionsOf('ADMIN'),
};

async function makePerson(context: Omit<Context, 'tenantId'>, tenant: string, role: Role): Promise<TestPerson> {
  const { database } = context;
  const email = `${randomUUID()}@example.com`;
  const id = await createPerson(database, { email, name: 'Ada' });
  const tenantId = await findTenantId(database, tenant);
  assert.ok(tenantId !== undefined);
  assert.ok((await addMember({ ...context, tenantId }, { email, role })).ok);
  const cookie = `${sessionCookieNames[1]}=${await openSession(database, noTenantId, email)}`;
  return { id: publicId('user', id), email, password: peoplesPassword, cookie };
}

/** Posts one GraphQL request. */
export async function send(url: string, caller: Caller, body: JsonObject): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(caller.token !== undefined && { authorization: `Bearer ${caller.token}` }),
      ...(caller.tenant !== undefined && { 'taskflow-tenant': caller.tenant }),
      ...(caller.cookie !== undefined && { cookie: caller.cookie }),
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const read: unknown = JSON.parse(text);
  const { data, errors } = isJsonObject(read) ? read : {};
  return {
    status: response.status,
    headers: response.headers,
    data: isJsonObject(data) ? data : {},
    errors: Array.isArray(errors) ? errors.filter(isJsonObject) : [],
    text,
  };
}

/** The value at a path of field names and indexes; undefined when there is none. */
export function at(value: Json | undefined, ...path: (string | number)[]): Json | undefined {
  let here = value;
  for (const key of path) {
    if (Array.isArray(here) && typeof key === 'number') here = here[key];
    else if (isJsonObject(here)) here = here[key];
    else return undefined;
  }
  return here;
}

/** The text at a path; fails the test when there is none. */
export function textAt(value: Json | undefined, ...path: (string | number)[]): string {
  const text = at(value, ...path);
  if (typeof text === 'string') return text;
  throw new Error(`no text at ${path.join('.')} of ${JSON.stringify(value)}`);
}

async function makeTenant(ask: TestConsole['ask'], adminToken: string, role: string): Promise<TestTenant> {
  const slug = `t-${randomUUID().slice(0, 18)}`;
  const made = await ask(
    { token: adminToken },
    'mutation ($input: CreateTenantInput!) { createTenant(input: $input) { tenant { id } userErrors { code message } } }',
    {
      input: { slug, name: slug },
    },
  );
  const keyed = await ask(
    { token: adminToken, tenant: slug },
    'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { plaintext userErrors { code message } } }',
    { input: { name: 'test', role } },
  );
  const token = textAt(keyed.data, 'createApiToken', 'plaintext');
  return {
    slug,
    id: textAt(made.data, 'createTenant', 'tenant', 'id'),
    token,
    ask: (query, variables) => ask({ token }, query, variables),
  };
}
