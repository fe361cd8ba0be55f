/** A PostgreSQL of its own with the settings of production, fsync and all, and an empty migrated database for each bench. */
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '#scripts/free-port.ts';
import { startLocalPostgres } from '#scripts/postgres/local-postgres.ts';
import { applyMigrations } from '#scripts/postgres/migrations.ts';

export type Cluster = {
  /** Of the server's first process; every backend is its child. */
  postmasterPid: number;
  version: string;
  /** A fresh copy of the migrated template, or an empty one; its URL may do everything in it. */
  createDatabase(parts?: { isEmpty: boolean }): Promise<string>;
  dropDatabase(url: string): Promise<void>;
  close(): Promise<void>;
};

/** Starts it in a temporary folder; where nothing is timed, without what makes it durable. */
export async function startCluster({ isOnce }: { isOnce: boolean }): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'taskflow-bench-'));
  const settings: Record<string, string> = isOnce ? { fsync: 'off', synchronous_commit: 'off' } : {};
  // The server's account must be able to pass through.
  await chmod(folder, 0o711);
  const server = await startLocalPostgres({ dataDirectory: folder, port: await freePort(), settings });
  const admin = new pg.Client({ connectionString: urlOf(server.url, 'postgres') });
  await admin.connect();
  await admin.query('create database template_bench');
  await applyMigrations(urlOf(server.url, 'template_bench'));
  await admin.query('alter database template_bench allow_connections false is_template true');
  const { rows } = await admin.query<{ version: string }>(
    `select split_part(current_setting('server_version'), ' ', 1) as version`,
  );
  const pidFile = await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8');
  let databases = 0;
  return {
    postmasterPid: Number(pidFile.split('\n')[0]),
    version: rows[0]?.version ?? 'unknown',
    createDatabase: async ({ isEmpty } = { isEmpty: false }) => {
      databases += 1;
      const name = `bench_${databases}`;
      await admin.query(`create database ${name} template ${isEmpty ? 'template1' : 'template_bench'}`);
      // What earlier benches dirtied is written now and not while the next one is timed.
      if (!isOnce) await admin.query('checkpoint');
      return urlOf(server.url, name);
    },
    dropDatabase: async (url) => {
      await admin.query(`drop database ${new URL(url).pathname.slice(1)} with (force)`);
    },
    close: async () => {
      await admin.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
