/** The database a command works on: DATABASE_URL, or the embedded PostgreSQL for as long as the command needs it. */
import { startLocalPostgres, taskflowDataDirectory } from './local-postgres.ts';

export type Database = { ownerUrl: string; isLocal: boolean; stop: () => Promise<void>; exited: Promise<void> };

/** Opens it. `stop` ends only what this call started. */
export async function openDatabase(): Promise<Database> {
  const given = process.env.DATABASE_URL;
  if (given) {
    return { ownerUrl: given, isLocal: false, stop: async () => undefined, exited: new Promise(() => undefined) };
  }
  const server = await startLocalPostgres({ dataDirectory: taskflowDataDirectory() });
  return { ownerUrl: server.url, isLocal: true, stop: server.stop, exited: server.exited };
}
