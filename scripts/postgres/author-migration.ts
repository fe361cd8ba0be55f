/**
 * `node scripts/postgres/author-migration.ts NAME`: writes what schema.prisma has and the migrations lack into a new
 * migration, to be completed by hand with what Prisma cannot express.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { openDatabase } from './database.ts';
import { migrationsFolder, missingMigration } from './migrations.ts';

const name = process.argv[2] ?? '';
if (!/^[a-z0-9_]+$/.test(name))
  throw new Error('usage: node scripts/postgres/author-migration.ts NAME (a-z, 0-9 and _)');
await mkdir(migrationsFolder, { recursive: true });
const database = await openDatabase();
try {
  const script = await missingMigration(database.ownerUrl);
  if (script === '') console.log('schema.prisma and the migrations agree');
  else await write(script);
} finally {
  await database.stop();
}

async function write(script: string): Promise<void> {
  const timestamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = join(migrationsFolder, `${timestamp}_${name}`);
  await mkdir(folder);
  await writeFile(join(folder, 'migration.sql'), script);
  console.log(`wrote ${relative(process.cwd(), folder)}/migration.sql`);
}
