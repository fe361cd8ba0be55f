/** `npm run migrate`: applies what is missing in prisma/migrations, and ends. */
import { openDatabase } from './database.ts';
import { applyMigrations } from './migrations.ts';

const database = await openDatabase();
try {
  const applied = await applyMigrations(database.ownerUrl);
  for (const name of applied) console.log(`applied ${name}`);
  console.log(`${applied.length} migrations applied; the database is up to date`);
} finally {
  await database.stop();
}
