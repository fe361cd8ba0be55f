/**
 * The plugin runtime of the demo tenant: a process of its own, as any plugin author would write one, whose plugin
 * `postgres-care` looks after the product's own database. It ends with its parent (IPC) or on SIGTERM.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { isJsonObject, type JsonObject, unfitJson } from '#domain/value/json.ts';
import { errorCode } from '#scripts/error-code.ts';
import { type CareAnswer, careFor, type Order, refuseOrder } from '#scripts/postgres/postgres-care.ts';

const executePath = '/plugin/runtime/postgres-care/execute';
// Params of a job are at most a quarter of this.
const orderSizeBytesMax = 1024 * 1024;
// One per check at work and one for a vacuum; a checker must never crowd out what it checks.
const connectionsMax = 3;
// A check that takes longer than this is itself a load.
const statementTimeoutMs = 5_000;
const lockTimeoutMs = 1_000;

const port = Number(process.env.DEMO_RUNTIME_PORT || 3200);
const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) throw new Error('the demo runtime needs DATABASE_URL');
if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('DEMO_RUNTIME_PORT is not a port');

const pool = new pg.Pool({
  connectionString: databaseUrl,
  max: connectionsMax,
  application_name: 'postgres-care',
  connectionTimeoutMillis: 5_000,
  options: `-c statement_timeout=${statementTimeoutMs} -c lock_timeout=${lockTimeoutMs} -c idle_in_transaction_session_timeout=10000 -c default_transaction_read_only=on -c timezone=UTC`,
});
// An idle connection that the server ends is replaced at the next order.
pool.on('error', () => undefined);

let isEnding = false;
const server = createServer((request, response) => {
  void serve(request, response);
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end());
process.once('disconnect', () => void end());
server.listen(port, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : port}`;
process.send?.({ kind: 'ready', url });

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (request.method === 'GET' && request.url === '/health/live') {
      answer(response, 200, { ok: true });
    } else if (request.method !== 'POST' || request.url !== executePath) {
      answer(response, 404, refuseOrder('NOT_FOUND', 'this runtime knows POST to its one plugin only'));
    } else {
      const order = await readOrder(request);
      answer(
        response,
        200,
        order === undefined ? refuseOrder('BAD_ORDER', 'not a job for a plugin') : await obey(order),
      );
    }
  } catch (error) {
    // The caller gets an answer whatever happened; the log says what it was.
    console.error(error);
    answer(response, 500, { error: { type: 'RUNTIME', message: 'the runtime has a fault', retryable: true } });
  }
}

/** Carries out an order; a database that is away or slow is an answer, not a fault of the runtime. */
async function obey(order: Order): Promise<CareAnswer> {
  try {
    return await careFor(pool, order);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    const isSlow = code === '57014' || code === '55P03';
    // Connection, resources, shutdown, locks, deadlocks: all pass. A missing right or table does not.
    const retryable = /^(08|40|53|55|57|E[A-Z]{3})/.test(code);
    const message = error instanceof Error ? error.message : code;
    return { error: { type: isSlow ? 'TOO_SLOW' : 'DATABASE', message: `${message} (${code})`, retryable } };
  }
}

async function readOrder(request: IncomingMessage): Promise<Order | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) return undefined;
    sizeBytes += chunk.length;
    if (sizeBytes > orderSizeBytesMax) return undefined;
    chunks.push(chunk);
  }
  const body = parse(Buffer.concat(chunks).toString('utf8'));
  const tenantId = /^tnt_([0-9a-f-]{36})$/.exec(String(body?.tenant))?.[1];
  if (body === undefined || tenantId === undefined) return undefined;
  return { tenantId, params: isJsonObject(body.params) ? body.params : {} };
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) && unfitJson(value) === undefined ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  server.close();
  server.closeIdleConnections();
  // Orders in flight are retried by whoever sent them; every check may be repeated.
  setTimeout(() => process.exit(0), 1_000).unref();
  await once(server, 'close');
  await pool.end();
  process.exit(0);
}
