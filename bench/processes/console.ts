/** A console process without its pages: only the API is measured, and nothing has to be built first. */
import { pino } from 'pino';
import { startConsole } from '#graphql/server.ts';

const running = await startConsole({
  databaseUrl: process.env.DATABASE_URL ?? '',
  web: false,
  log: pino({ level: 'error' }),
});
process.on('SIGTERM', async () => {
  await running.close();
  process.exit(0);
});
process.on('disconnect', () => process.exit(1));
process.send?.({ kind: 'ready', port: running.port });
