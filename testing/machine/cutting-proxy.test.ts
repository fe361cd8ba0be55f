// What is cut, and what is not, when several statements are on their way at once: tests count on it.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Database, openDatabase } from '#engine/store/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { createTestDatabase, type TestDatabase } from '#testing/postgres.ts';
import { type Cut, type CuttingProxy, openCuttingProxy } from './cutting-proxy.ts';

let testDatabase: TestDatabase;
let proxy: CuttingProxy;
let owner: Database;
let cutOff: Database;
const rounds = 20;

before(async () => {
  testDatabase = await createTestDatabase();
  proxy = await openCuttingProxy(testDatabase.ownerUrl);
  const common = { duty: 'owner', connectionsMax: 1 } as const;
  owner = openDatabase({ ...common, url: testDatabase.ownerUrl, name: 'onlooker' });
  cutOff = openDatabase({ ...common, url: proxy.url, name: 'cut off' });
  await owner.pool.query('create table marks (number int primary key)');
});
beforeEach(() => owner.pool.query('truncate marks'));
after(async () => {
  await cutOff.close();
  await owner.close();
  await proxy.close();
  await testDatabase.drop();
});

/** Stores marks, each in a packet with its begin and its commit, and cuts each at this statement. */
async function storeMarks(name: string, cut: Cut): Promise<number> {
  for (let number = 0; number < rounds; number += 1) {
    let isCut = false;
    proxy.onStatement((statement) => {
      if (statement.application !== 'cut off' || isCut) return undefined;
      isCut = statement.name === name;
      return isCut ? cut : undefined;
    });
    // The server has answered what came first long before it is at the end.
    const statements = [
      Prisma.sql`/* store_mark */ insert into marks values (${number})`,
      Prisma.sql`/* take_time */ select pg_sleep(0.005)`,
    ];
    await assert.rejects(cutOff.together(statements));
    assert.ok(isCut);
  }
  return await storedMarks();
}

/** Waits until the server has ended what was cut off. */
async function untilAllEnded(): Promise<number> {
  for (let look = 0; look < 20_000; look += 1) {
    const { rows } = await owner.pool.query<{ count: number }>(
      `select count(*)::int
       from pg_stat_activity where application_name = 'cut off' and datname = current_database()`,
    );
    if (rows[0]?.count === 0) return await storedMarks();
  }
  throw new Error('what was cut off goes on for ever');
}

async function storedMarks(): Promise<number> {
  const { rows } = await owner.pool.query<{ count: number }>('select count(*)::int from marks');
  return rows[0]?.count ?? 0;
}

test('a commit that is cut when it is done was done, though it travelled with what came before it', async () => {
  assert.equal(await storeMarks('COMMIT', 'after'), rounds);
});

test('a commit that is cut while it is done is done in the end', async () => {
  await storeMarks('COMMIT', 'during');
  assert.equal(await untilAllEnded(), rounds);
});

for (const [name, cut] of [
  ['COMMIT', 'before'],
  ['store_mark', 'after'],
  ['store_mark', 'during'],
  ['store_mark', 'before'],
  ['take_time', 'after'],
] as const) {
  test(`nothing is stored when the connection is cut ${cut} ${name}: what travelled with it is lost`, async () => {
    await storeMarks(name, cut);
    assert.equal(await untilAllEnded(), 0);
  });
}
