/** Waits for a database that this release can work with, and meanwhile tells whoever asks for health what is missing. */
import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { schemaGapMemoMs, watchSchema } from '#engine/store/connection/schema-gap.ts';
import type { WorkerLog } from './worker-log.ts';

export type Waiting = { databaseUrl: string; host: string; port: number; log: WorkerLog };

/** Resolves at once when nothing is missing. */
export async function whenMigrated({ databaseUrl, host, port, log }: Waiting): Promise<void> {
  const schema = watchSchema({ url: databaseUrl, duty: 'worker' });
  let reason = await schema.gap();
  if (reason === undefined) return;
  log.warn('database.unmigrated', { reason });
  const server = serveReason(() => reason);
  // A port that is taken is answered on by nobody until then; the log says the same.
  server.on('error', (fault) => log.warn('health.unserved', { fault: fault.message }));
  server.listen(port, host);
  while (reason !== undefined) {
    await delay(schemaGapMemoMs);
    reason = await schema.gap().catch((fault: Error) => `the database does not answer: ${fault.message}`);
  }
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  log.warn('database.migrated', {});
}

function serveReason(reason: () => string | undefined): Server {
  return createServer((request, response) => {
    const path = request.url?.split('?')[0];
    const answers: Record<string, [status: number, body: object]> = {
      '/health/live': [200, { status: 'live' }],
      '/health/ready': [503, { status: 'unready', reason: reason() }],
    };
    const [status, body] = answers[path ?? ''] ?? [404, {}];
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  });
}
