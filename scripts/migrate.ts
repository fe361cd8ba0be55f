/** `npm run migrate`: applies what is missing in prisma/migrations, adds the coming months of the event log, and ends. */
import { openDatabase } from './database.ts';
import { applyMigrations } from './migrations.ts';
import { lookAhead } from './prepare.ts';

const database = await openDatabase();
try {
  const applied = await applyMigrations(database.ownerUrl);
  for (const name of applied) console.log(`applied ${name}`);
  await lookAhead(database.ownerUrl);
  console.log(`${applied.length} migrations applied; the database is up to date`);
} finally {
  await database.stop();
}
