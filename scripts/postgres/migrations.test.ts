import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { createEmptyDatabase, createTestDatabase } from '#testing/postgres.ts';
import { applyMigrations, migrationsDiffer, missingMigration, readMigrations } from './migrations.ts';

const folder = await mkdtemp(join(tmpdir(), 'taskflow-migrations-'));
after(() => rm(folder, { recursive: true, force: true }));

test('two migrators at once apply every migration once', async () => {
  const database = await createEmptyDatabase();
  const applied = await Promise.all([applyMigrations(database.ownerUrl), applyMigrations(database.ownerUrl)]);
  const { migrationDirectories } = await readMigrations();
  assert.deepEqual(
    applied.flat(),
    migrationDirectories.map(({ path }) => path),
  );
  await database.drop();
});

test('schema.prisma describes what the migrations make, apart from indexes that it cannot express', async () => {
  const database = await createTestDatabase();
  const scripts = [await migrationsDiffer(database.ownerUrl), await missingMigration(database.ownerUrl)];
  for (const script of scripts) {
    const statements = script.split('\n').filter((line) => line !== '' && !line.startsWith('--'));
    assert.deepEqual(
      statements.filter((statement) => !statement.startsWith('DROP INDEX')),
      [],
    );
  }
  await database.drop();
});

test('a migration with a function body is applied whole', async () => {
  const database = await createEmptyDatabase();
  const body = `create function one() returns int language plpgsql as $$ begin null; return 1; end; $$;`;
  const migrations = await historyOf({ '1_function': body, '2_use': 'create table t as select one() as n;' });
  assert.deepEqual(await applyMigrations(database.ownerUrl, migrations), ['1_function', '2_use']);
  assert.deepEqual(await query(database.ownerUrl, 'select n from t'), [{ n: 1 }]);
  await database.drop();
});

test('a migration that fails leaves nothing behind and does not block the corrected one', async () => {
  const database = await createEmptyDatabase();
  const broken = await historyOf({ '1_broken': 'create table half (); select 1/0;' });
  await assert.rejects(applyMigrations(database.ownerUrl, broken), /division by zero/);
  assert.deepEqual(await query(database.ownerUrl, `select to_regclass('half') found`), [{ found: null }]);
  const mended = await historyOf({ '1_broken': 'create table half ();' });
  assert.deepEqual(await applyMigrations(database.ownerUrl, mended), ['1_broken']);
  await database.drop();
});

test('a migration that changed after it was applied is refused', async () => {
  const database = await createEmptyDatabase();
  await applyMigrations(database.ownerUrl, await historyOf({ '1_first': 'create table a ();' }));
  const edited = await historyOf({ '1_first': 'create table b ();' });
  await assert.rejects(applyMigrations(database.ownerUrl, edited), /changed after they were applied: 1_first/);
  await database.drop();
});

async function historyOf(scripts: Record<string, string>): Promise<string> {
  const history = await mkdtemp(join(folder, 'history-'));
  for (const [name, script] of Object.entries(scripts)) {
    await mkdir(join(history, name));
    await writeFile(join(history, name, 'migration.sql'), script);
  }
  return history;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
