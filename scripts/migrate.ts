/**
 * `npm run migrate`: brings the database to this release and ends: migrations, the coming months of the event log, and
 * for a database that others will work on the token of TASKFLOW_ADMIN_TOKEN and the first sign-in.
 */
import { readEnvironment } from '#engine/settings/environment.ts';
import { openDatabase } from './postgres/database.ts';
import { applyMigrations } from './postgres/migrations.ts';
import { lookAhead, prepare, sayFirstAdmin } from './start/prepare.ts';

// Its faults are told before anything changes.
const { adminToken, firstAdmin } = readEnvironment();
const database = await openDatabase();
try {
  const applied = await applyMigrations(database.ownerUrl);
  for (const name of applied) console.log(`applied ${name}`);
  console.log(`${applied.length} migrations applied; the database is up to date`);
  if (database.isLocal) {
    // `npm start` brought this database, and makes its first tenant and sign-in together.
    await lookAhead(database.ownerUrl);
  } else {
    const prepared = await prepare(database.ownerUrl, { adminToken, firstAdmin });
    for (const line of sayFirstAdmin(prepared)) console.log(line);
  }
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
} finally {
  await database.stop();
}
