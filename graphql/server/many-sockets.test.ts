// Two hundred open tabs over a restart of their console, each on a socket of its own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Client } from 'graphql-ws';
import pg from 'pg';
import { uuidOf } from '#domain/value/ids.ts';
import type { Json } from '#domain/value/json.ts';
import { limits } from '#graphql/limits/bounds.ts';
import { startTestConsole, type TestConsole, type TestTenant, textAt } from '#testing/console.ts';
import { type SentStatement, statementsOf } from '#testing/plans/statement-capture.ts';

let house: TestConsole;
let owner: pg.Client;
before(async () => {
  house = await startTestConsole();
  owner = new pg.Client({ connectionString: house.databaseUrl });
  await owner.connect();
});
after(async () => {
  await owner.end();
  await house.close();
});

const tabsMax = 200;
const following =
  'subscription ($after: Cursor) { events(after: $after, filter: { types: ["job.created"] }) { cursor type entityId } }';

/** What one tab was told, from socket to socket: it goes on after its last event. */
class Tab {
  readonly told: string[] = [];
  readonly #token: string;
  #cursor: string;
  #client: Client | undefined;
  #look: () => void = () => undefined;

  constructor(token: string, cursor: string) {
    this.#token = token;
    this.#cursor = cursor;
  }

  /** Resolves when its socket is gone. */
  follow(): Promise<void> {
    const client = house.follow(this.#token);
    this.#client = client;
    return new Promise((resolve) => {
      client.subscribe(
        { query: following, variables: { after: this.#cursor } },
        {
          next: (message) => this.#hear(JSON.parse(JSON.stringify(message))),
          error: () => resolve(),
          complete: () => resolve(),
        },
      );
    });
  }

  /** Resolves once it was told of this one. */
  heard(entityId: string | undefined): Promise<void> {
    return new Promise((resolve) => {
      this.#look = () => {
        if (this.told.at(-1) === entityId) resolve();
      };
      this.#look();
    });
  }

  async close(): Promise<void> {
    await this.#client?.dispose();
  }

  #hear(message: Json): void {
    assert.equal(textAt(message, 'data', 'events', 'type'), 'job.created');
    this.#cursor = textAt(message, 'data', 'events', 'cursor');
    this.told.push(textAt(message, 'data', 'events', 'entityId'));
    this.#look();
  }
}

/** Tokens enough for so many sockets. */
async function tokensOf(tenant: TestTenant): Promise<string[]> {
  const made = Array.from({ length: tabsMax / limits.socketsPerCallerMax }, async (_, n) => {
    const { data } = await tenant.ask(
      'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { plaintext } }',
      { input: { name: `tabs ${n}`, role: 'VIEWER' } },
    );
    return textAt(data, 'createApiToken', 'plaintext');
  });
  return await Promise.all(made);
}

/** A row of the log for each, one transaction after the other; the ids that they tell of. */
async function write(tenant: TestTenant, rows: number): Promise<string[]> {
  const ids: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    const written = await owner.query<{ ids: string[] }>(
      `insert into events (tenant_id, type, actor, entity_ids) values ($1, 'job.created', 'test', array[gen_random_uuid(), gen_random_uuid()])
      returning entity_ids as ids`,
      [uuidOf('tenant', tenant.id)],
    );
    ids.push(...written.rows.flatMap((each) => each.ids.map((id) => `job_${id}`)));
  }
  return ids;
}

/** What those who catch up read of the log, however many of them share it; the tail asks for every tenant. */
function readsForTabs(sent: readonly SentStatement[]): number {
  return sent.filter(({ name, text }) => name === 'read_event_window' && text.includes('tenant_id = any')).length;
}

test('200 subscribers that a restart cuts off are each told all that happened since, once and in order, and share what is read', async () => {
  const [tenant, other] = [await house.tenant(), await house.tenant()];
  const tokens = await tokensOf(tenant);
  const start = await house.cursor(tenant);
  const tabs = Array.from({ length: tabsMax }, (_, n) => new Tab(tokens[n % tokens.length] ?? '', start));
  const cut = Promise.all(tabs.map((tab) => tab.follow()));
  const seen = await write(tenant, 5);
  await Promise.all(tabs.map((tab) => tab.heard(seen.at(-1))));

  // Some of it reaches some of them before they are cut off; the rest is written while nobody follows.
  const [meanwhile] = await Promise.all([write(tenant, 15), house.restart()]);
  await cut;
  await write(other, 15);
  const missed = await write(tenant, 15);
  let gone: Promise<unknown> = cut;
  const sent = await statementsOf(async () => {
    gone = Promise.all(tabs.map((tab) => tab.follow()));
    await Promise.all(tabs.map((tab) => tab.heard(missed.at(-1))));
  });
  const later = await write(tenant, 2);
  await Promise.all(tabs.map((tab) => tab.heard(later.at(-1))));

  const all = [...seen, ...meanwhile, ...missed, ...later];
  for (const tab of tabs) assert.deepEqual(tab.told, all);
  const reads = readsForTabs(sent);
  // On its own, each would read what is left of its window and then the rest.
  assert.ok(reads > 0 && reads < tabsMax, `${reads} reads of the log for ${tabsMax} subscribers`);
  await Promise.all(tabs.map((tab) => tab.close()));
  await gone;
});
