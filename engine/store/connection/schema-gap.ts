/**
 * Whether the database has every migration that this release needs. It may have more: those of a newer release do no
 * harm to the one before (docs/expand-contract.md).
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Duty } from './pool.ts';

// A database that waits for its migrations is asked again this often, by each process.
export const schemaGapMemoMs = 1_000;

export type SchemaWatch = {
  /**
   * What the database lacks, in a sentence that says what to do; undefined when it lacks nothing, which stays so. Throws
   * when the database cannot be asked.
   */
  gap(): Promise<string | undefined>;
};

const migrationsFolder = join(import.meta.dirname, '..', '..', '..', 'prisma', 'migrations');
const askedMsMax = 5_000;

/** Watches the database of this URL through the eyes of a duty. */
export function watchSchema({ url, duty }: { url: string; duty: Duty }): SchemaWatch {
  let isComplete = false;
  let known: { gap: string; askedAtMs: number } | undefined;
  return {
    gap: async () => {
      if (isComplete) return undefined;
      // Whoever polls without a pause asks the database no more often than this.
      if (known !== undefined && performance.now() - known.askedAtMs < schemaGapMemoMs) return known.gap;
      const gap = sayGap(await readNeeded(), await readApplied({ url, duty }));
      known = gap === undefined ? undefined : { gap, askedAtMs: performance.now() };
      isComplete = gap === undefined;
      return gap;
    },
  };
}

function sayGap(needed: readonly string[], applied: ReadonlySet<string>): string | undefined {
  const missing = needed.filter((name) => !applied.has(name));
  if (missing.length === 0) return undefined;
  if (missing.length === needed.length) return 'the database has not been migrated: run `npm run migrate`';
  const others = missing.length === 1 ? '' : ` and ${missing.length - 1} more`;
  return `the database is older than this release, it lacks ${missing[0]}${others}: run \`npm run migrate\``;
}

async function readNeeded(): Promise<string[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

// 22023: the duty's role does not exist; 42P01: the history does not; 42501: it does, and is from before it was shown to
// the duties.
const beforeHistory = new Set(['22023', '42P01', '42501']);

async function readApplied({ url, duty }: { url: string; duty: Duty }): Promise<Set<string>> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'taskflow schema watch',
    options: `-c role=taskflow_${duty}`,
    connectionTimeoutMillis: askedMsMax,
    query_timeout: askedMsMax,
  });
  // Told to whoever asks; without a listener the process would end of it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>(`/* read_migrations */
      select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null limit 10000`);
    return new Set(rows.map(({ name }) => name));
  } catch (fault) {
    if (fault instanceof pg.DatabaseError && beforeHistory.has(fault.code ?? '')) return new Set();
    throw fault;
  } finally {
    await client.end().catch(() => undefined);
  }
}
