/** A console process. It leaves its pages out unless they are what is measured: then they have to be built first. */
import { pino } from 'pino';
import { startConsole } from '#graphql/server/server.ts';

const running = await startConsole({
  databaseUrl: process.env.DATABASE_URL ?? '',
  web: process.env.PAGES === 'built' ? 'built' : false,
  log: pino({ level: 'error' }),
});
process.on('SIGTERM', async () => {
  await running.close();
  process.exit(0);
});
process.on('disconnect', () => process.exit(1));
process.send?.({ kind: 'ready', port: running.port });
