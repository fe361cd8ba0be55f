/** Writes down the statements that the product sends while a test runs, and asks PostgreSQL how it would do them. */
import assert from 'node:assert/strict';
import pg from 'pg';
import { isJsonObject } from '#domain/value/json.ts';
import type { Explained, PlanNode } from './rows-read.ts';

/** A statement as the product sent it. `options` are those of its session; `entry` is what its transaction began with. */
export type SentStatement = {
  name: string;
  text: string;
  values: unknown[];
  options: string;
  entry: Entry | undefined;
};

type Entry = { text: string; values: unknown[] };

/** What is common to all connections of this process: each statement goes through here. */
type Sender = { query(...given: unknown[]): unknown };

/** Runs the work and hands back the named statements that it sent, in their order. */
export async function statementsOf(work: () => Promise<unknown>): Promise<SentStatement[]> {
  const sender: Sender = pg.Client.prototype;
  const send = sender.query;
  const sent: SentStatement[] = [];
  const entries = new WeakMap<object, Entry>();
  sender.query = function (this: object, ...given: unknown[]) {
    const [config] = given;
    if (isJsonObject(config) && typeof config.text === 'string') note(this, config.text, config.values);
    return Reflect.apply(send, this, given);
  };
  const note = (client: object, text: string, values: unknown) => {
    const [, name] = /^\s*\/\* ([a-z0-9_]+) \*\//.exec(text) ?? [];
    if (/^\s*BEGIN/i.test(text)) entries.delete(client);
    if (name === undefined) return;
    const plain: unknown[] = Array.isArray(values) ? values : [];
    if (name.startsWith('enter_tenant')) entries.set(client, { text, values: plain });
    else sent.push({ name, text, values: plain, options: optionsOf(client), entry: entries.get(client) });
  };
  try {
    await work();
  } finally {
    sender.query = send;
  }
  return sent;
}

function optionsOf(client: object): string {
  const settings: unknown = Reflect.get(client, 'connectionParameters');
  const options: unknown = typeof settings === 'object' && settings !== null && Reflect.get(settings, 'options');
  assert.ok(typeof options === 'string', 'every session of the product begins with the settings of its duty');
  return options;
}

/** Explains statements, each under the settings of the session that sent it. */
export type Explainer = {
  /** The indexes that the plan of a statement uses, and the large tables that it reads from end to end. */
  explain(statement: SentStatement): Promise<string[]>;
  /** How the statement is done with its values, each step with the rows that it read. What it did is undone. */
  carryOut(statement: SentStatement): Promise<PlanNode>;
  close(): Promise<void>;
};

/** Opens an explainer for a database whose statistics are up to date. */
export async function openExplainer(url: string): Promise<Explainer> {
  const clients = new Map<string, pg.Client>();
  const connect = async (options: string) => {
    const client = new pg.Client({ connectionString: url, options });
    await client.connect();
    clients.set(options, client);
    return client;
  };
  const owner = await connect('');
  const [parents, largeTables] = [await parentsOf(owner), await largeTablesOf(owner)];
  return {
    explain: async ({ text, values, options, entry }) => {
      const client = clients.get(options) ?? (await connect(options));
      await client.query('begin');
      if (entry !== undefined) await client.query(entry.text, entry.values);
      // A worker's session plans once, without the values.
      const isGeneric = options.includes('force_generic_plan');
      const { rows } = isGeneric
        ? await client.query(`explain (generic_plan, format json) ${text}`)
        : await client.query(`explain (format json) ${text}`, values);
      await client.query('rollback');
      const found = new Set<string>();
      collect(rows, { found, largeTables, parents });
      return [...found].toSorted();
    },
    carryOut: async ({ text, values, options, entry }) => {
      const client = clients.get(options) ?? (await connect(options));
      await client.query('begin');
      if (entry !== undefined) await client.query(entry.text, entry.values);
      const { rows } = await client.query<Explained>(`explain (analyze, format json) ${text}`, values);
      await client.query('rollback');
      const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
      assert.ok(plan !== undefined, 'every statement has a plan');
      return plan;
    },
    close: async () => {
      await Promise.all([...clients.values()].map((client) => client.end()));
    },
  };
}

type Collecting = { found: Set<string>; largeTables: ReadonlySet<string>; parents: ReadonlyMap<string, string> };

function collect(node: unknown, collecting: Collecting): void {
  const { found, largeTables, parents } = collecting;
  if (Array.isArray(node)) for (const item of node) collect(item, collecting);
  if (!isJsonObject(node)) return;
  const index = node['Index Name'];
  if (typeof index === 'string') found.add(parents.get(index) ?? index);
  const table = node['Relation Name'];
  if (node['Node Type'] === 'Seq Scan' && typeof table === 'string' && largeTables.has(table))
    found.add(`all of ${parents.get(table) ?? table}`);
  const arbiters = node['Conflict Arbiter Indexes'];
  for (const arbiter of Array.isArray(arbiters) ? arbiters : []) if (typeof arbiter === 'string') found.add(arbiter);
  for (const inner of Object.values(node)) if (typeof inner === 'object') collect(inner, collecting);
}

// A partition and its indexes are named after their month; the names of what they are part of stay.
async function parentsOf(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ part: string; whole: string }>(`
    select part.relname as part, whole.relname as whole
    from pg_inherits
    join pg_class part on part.oid = inhrelid
    join pg_class whole on whole.oid = inhparent`);
  return new Map(rows.map(({ part, whole }) => [part, whole]));
}

// Reading all of a table is right where it has few rows, and of a month without events.
const smallRowsMax = 100;

async function largeTablesOf(client: pg.Client): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and reltuples > ${smallRowsMax}`,
  );
  return new Set(rows.map(({ name }) => name));
}
