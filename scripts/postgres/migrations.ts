/** Brings a database to the state that prisma/migrations describes, and compares the two with schema.prisma. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { withSchemaEngine } from '#prisma/schema-engine.ts';

// Another process that migrates the same database may be applying a long history.
const migratorWaitMsMax = 120_000;
const migrationTriesMax = 5;

type MigrationFile = { path: string; content: { tag: 'ok'; value: string } };
type MigrationList = {
  baseDir: string;
  lockfile: { path: string; content: string };
  shadowDbInitScript: string;
  migrationDirectories: { path: string; migrationFile: MigrationFile }[];
};

const prismaFolder = join(import.meta.dirname, '../..', 'prisma');
/** Where the migrations are, one folder each. */
export const migrationsFolder = join(prismaFolder, 'migrations');
const filters = { externalTables: [], externalEnums: [] };
// Any fixed number will do; this one is "taskflow" on a telephone's keys.
const advisoryLock = 82753569;
const lockNotAvailable = '55P03';

/** Applies what is missing and returns the names applied. Several migrators at once queue behind one another. */
export async function applyMigrations(ownerUrl: string, folder = migrationsFolder): Promise<string[]> {
  const guard = new pg.Client({ connectionString: ownerUrl });
  await guard.connect();
  try {
    await guard.query(`set lock_timeout = ${migratorWaitMsMax}`);
    await guard.query('select pg_advisory_lock($1)', [advisoryLock]);
    return await applyUnderLock(ownerUrl, await readMigrations(folder));
  } finally {
    // Ending the session releases the lock.
    await guard.end();
  }
}

async function applyUnderLock(ownerUrl: string, migrationsList: MigrationList): Promise<string[]> {
  for (let tries = 1; ; tries += 1) {
    await forgetFailed(ownerUrl, migrationsList);
    try {
      const applied = await withSchemaEngine(ownerUrl, (engine) => engine.applyMigrations({ migrationsList, filters }));
      return applied.appliedMigrationNames;
    } catch (error) {
      const mayRetry = error instanceof Error && error.message.includes(lockNotAvailable);
      if (!mayRetry || tries === migrationTriesMax) throw error;
    }
  }
}

/**
 * A script goes to PostgreSQL whole, in one implicit transaction: a migration that failed, or whose process was
 * killed, has left nothing behind but its row in _prisma_migrations, which would block every later start.
 */
async function forgetFailed(ownerUrl: string, migrationsList: MigrationList): Promise<void> {
  const edited = await withSchemaEngine(ownerUrl, async (engine) => {
    const history = await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters });
    for (const migrationName of history.failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
    return history.editedMigrationNames.filter((name) => !history.failedMigrationNames.includes(name));
  });
  if (edited.length > 0) throw new Error(`migrations were changed after they were applied: ${edited.join(', ')}`);
}

/** The script that leads from the migrations to schema.prisma; empty when there is nothing to add. */
export async function missingMigration(ownerUrl: string): Promise<string> {
  return diffToSchema(ownerUrl, { tag: 'migrations', ...(await readMigrations()) });
}

/** The script that would lead from the database at `url` to schema.prisma, as far as Prisma can see; empty when none. */
export async function migrationsDiffer(url: string): Promise<string> {
  // The engine connects to what its adapter names; the files only say that the source is the database.
  return diffToSchema(url, { tag: 'schemaDatasource', files: await schemaFiles(), configDir: prismaFolder });
}

type SchemaFile = { path: string; content: string };
type Source =
  | { tag: 'schemaDatasource'; files: SchemaFile[]; configDir: string }
  | ({ tag: 'migrations' } & MigrationList);

async function diffToSchema(url: string, from: Source): Promise<string> {
  const files = await schemaFiles();
  const result = await withSchemaEngine(url, (engine) =>
    engine.diff({ from, to: { tag: 'schemaDatamodel', files }, script: true, exitCode: null, filters }),
  );
  const script = result.stdout ?? '';
  return /^\s*-- This is an empty migration\.\s*$/.test(script) ? '' : script;
}

async function schemaFiles(): Promise<SchemaFile[]> {
  const path = join(prismaFolder, 'schema.prisma');
  return [{ path, content: await readFile(path, 'utf8') }];
}

/** Reads prisma/migrations in the order of their names, which begin with their time. */
export async function readMigrations(folder = migrationsFolder): Promise<MigrationList> {
  const migrationDirectories: MigrationList['migrationDirectories'] = [];
  for (const entry of (await readdir(folder, { withFileTypes: true })).toSorted(byName)) {
    if (!entry.isDirectory()) continue;
    const value = await readFile(join(folder, entry.name, 'migration.sql'), 'utf8');
    const migrationFile: MigrationFile = { path: 'migration.sql', content: { tag: 'ok', value } };
    migrationDirectories.push({ path: entry.name, migrationFile });
  }
  const lockfile = { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' };
  return { baseDir: folder, lockfile, shadowDbInitScript: '', migrationDirectories };
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
