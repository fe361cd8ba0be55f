/** The console's process: GraphQL, its sockets, sessions, health, metrics and the pages, all on one port. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { exitCodes } from '#domain/worker/exit-codes.ts';
import { openFeed } from '#engine/event/feed.ts';
import { openLogFeed } from '#engine/log/log-feed.ts';
import { linkBaseOf, readEnvironment } from '#engine/settings/environment.ts';
import type { Networks } from '#engine/settings/networks.ts';
import { isWritable } from '#engine/store/connection/probe.ts';
import { watchSchema } from '#engine/store/connection/schema-gap.ts';
import { type Database, openDatabase } from '#engine/store/database.ts';
import { isPassingFault } from '#engine/store/faults.ts';
import { openHints } from '#engine/store/hints.ts';
import { schema, schemaText } from '#graphql/schema.ts';
import { answerInvitation, answerReset } from './account/links.ts';
import { answerSession } from './account/session.ts';
import { noteArrival } from './arrival.ts';
import { rememberDocuments } from './documents.ts';
import { openEndpoint } from './endpoint.ts';
import { pathOf, requestIdOf, sendJson } from './http.ts';
import { openMetrics } from './metrics.ts';
import { answerMetrics } from './metrics-door.ts';
import { openPlaces, type Places } from './places.ts';
import { dataPolicy, setCommonHeaders } from './security-headers.ts';
import { openPages, type Pages } from './serve-pages.ts';
import { type ServerParts, sendingOf } from './server-parts.ts';
import { openSockets } from './socket.ts';
import { sendOutage, setRetryAfter } from './unavailable.ts';

export type ConsoleOptions = {
  databaseUrl: string;
  /** 0 or absent: any free port. */
  port?: number;
  host?: string;
  /** False leaves the pages out; `development` compiles them on demand. */
  web?: false | 'built' | 'development';
  log?: Logger;
  /** Whose X-Forwarded headers are believed; nobody's unless given. */
  trustedProxies?: Networks;
  /** What people type to reach it, besides this machine's own names. */
  publicUrls?: readonly string[];
  /** Whoever shows it may read the metrics; without one, whoever asks from this machine. */
  metricsToken?: string | undefined;
  connectionsMax?: number;
  /** From whom mail comes; without it no channel of mail can be made. */
  mailFrom?: string | undefined;
  /** What the secrets of webhooks are sealed with; without it no webhook can be made. */
  secretKey?: string | undefined;
  /** Where the links of messages begin. */
  linkBase?: string;
  /** `host:port` that workers may call although the address is private; the same as theirs. */
  outboundAllow?: readonly string[];
};

export type RunningConsole = {
  port: number;
  url: string;
  /** Requests that were cut off by `close`, their answer not given. */
  cut(): number;
  close(): Promise<void>;
};

type Door = (exchange: { request: IncomingMessage; response: ServerResponse; requestId: string }) => Promise<void>;
type Doors = Map<string, { place: string; open: Door }>;

const projectRoot = join(import.meta.dirname, '..', '..');
// Twice the cores that a console uses well; sockets and pages need none.
const connectionsDefault = 12;
// A drain of open answers; what takes longer is cut.
const drainMsMax = 3_000;
// G9: two seconds after the drain the process is gone, whatever part of it gets no answer.
const stopMsMax = drainMsMax + 2_000;
// A name is 253 characters long at most.
const hostShownMax = 253;

/** Starts a console in this process. */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { databaseUrl, port = 0, host = '127.0.0.1', web = false, log = pino({ level: 'silent' }) } = options;
  const database = openDatabase({
    url: databaseUrl,
    duty: 'web',
    connectionsMax: options.connectionsMax ?? connectionsDefault,
    name: 'taskflow console',
  });
  const feedDatabase = openDatabase({ url: databaseUrl, duty: 'feed', connectionsMax: 4, name: 'taskflow feed' });
  const places = openPlaces({ publicUrls: options.publicUrls ?? [], host });
  const parts = { ...openParts({ database, feedDatabase, places, log }), ...sendingOf(options) };
  const endpoint = await openEndpoint(parts, schema);
  const sockets = openSockets(parts, schema);
  const server = createServer({
    requestTimeout: 60_000,
    headersTimeout: 15_000,
    maxHeaderSize: 16_384,
    keepAliveTimeout: 65_000,
  });
  const connections = trackConnections(server);
  const answers = trackAnswers(server);
  let cut = 0;
  const doors = doorsOf(parts, endpoint.answer, options.metricsToken);
  let pages: Pages | undefined;
  const arrive = welcome(options.trustedProxies ?? [], log);
  server.on('request', (request, response) => {
    arrive(request);
    void answer(parts, { doors, pages, request, response });
  });
  server.on('upgrade', (request, socket, head) => {
    arrive(request);
    // Without a listener a reset of a socket that we refuse would end the process.
    socket.on('error', () => socket.destroy());
    if (!places.isHere(request))
      socket.end('HTTP/1.1 421 Misdirected Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    else if (pathOf(request) === '/graphql') sockets.accept(request, socket, head);
    else if (pages !== undefined && pathOf(request) === '/_next/hmr') pages.upgrade(request, socket, head);
    else socket.destroy();
  });
  if (web !== false)
    pages = await openPages({ isDevelopment: web === 'development', directory: projectRoot, host, port });
  server.listen(port, host);
  await once(server, 'listening');
  const actualPort = portOf(server);
  log.info({ port: actualPort, host }, 'console.started');
  sayGap(parts);
  return {
    port: actualPort,
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${actualPort}`,
    cut: () => cut,
    close: async () => {
      const cutAll = () => {
        cut = answers.size;
        for (const socket of connections) socket.destroy();
      };
      await Promise.all([sockets.close(), drain(server, cutAll)]);
      await Promise.all([
        endpoint.close(),
        pages?.close(),
        parts.feed.close(),
        parts.logs.close(),
        parts.hints.close(),
      ]);
      await Promise.all([database.close(), feedDatabase.close()]);
      parts.metrics.registry.clear();
      log.info({}, 'console.ended');
    },
  };
}

/** Notes how each request arrives, and says once that a proxy is there which nobody named. */
function welcome(proxies: Networks, log: Logger): (request: IncomingMessage) => void {
  let isTold = false;
  return (request) => {
    if (noteArrival(request, proxies) || isTold) return;
    isTold = true;
    log.warn({ from: request.socket.remoteAddress, setting: 'TRUSTED_PROXIES' }, 'proxy.untrusted');
  };
}

function openParts({
  database,
  feedDatabase,
  places,
  log,
}: {
  database: Database;
  feedDatabase: Database;
  places: Places;
  log: Logger;
}): Omit<ServerParts, 'means' | 'links' | 'outbound'> {
  const hints = openHints(database);
  return {
    database,
    hints,
    schema: watchSchema(database),
    feed: openFeed(feedDatabase, (fault) => log.error({ fault }, 'feed.fault')),
    logs: openLogFeed(feedDatabase, (fault) => log.warn({ fault }, 'log.fault')),
    documents: rememberDocuments(schema),
    metrics: openMetrics(),
    places,
    log,
  };
}

function doorsOf(
  parts: ServerParts,
  graphql: (request: IncomingMessage, response: ServerResponse, requestId: string) => Promise<void>,
  metricsToken: string | undefined,
): Doors {
  const text = (response: ServerResponse, type: string, body: string) => {
    response.setHeader('content-type', type);
    response.end(body);
  };
  return new Map(
    Object.entries({
      '/graphql': {
        place: 'graphql',
        open: ({ request, response, requestId }) => graphql(request, response, requestId),
      },
      '/graphql/schema.graphql': {
        place: 'schema',
        open: async ({ response }) => text(response, 'application/graphql; charset=utf-8', schemaText),
      },
      '/api/session': {
        place: 'session',
        open: (exchange) => answerSession(parts, exchange),
      },
      '/api/invitation': { place: 'invitation', open: (exchange) => answerInvitation(parts, exchange) },
      '/api/password-reset': { place: 'password-reset', open: (exchange) => answerReset(parts, exchange) },
      '/health/live': { place: 'health', open: async ({ response }) => sendJson(response, 200, { status: 'live' }) },
      '/health/ready': { place: 'health', open: async ({ response }) => await answerReady(parts, response) },
      '/metrics': {
        place: 'metrics',
        open: (exchange) => answerMetrics(parts, exchange, metricsToken),
      },
      '/schemas/workflow-1.json': {
        place: 'schema',
        open: async ({ response }) => text(response, 'application/schema+json; charset=utf-8', await workflowSchema()),
      },
    } satisfies Record<string, { place: string; open: Door }>),
  );
}

async function answerReady(parts: ServerParts, response: ServerResponse): Promise<void> {
  const gap = await parts.schema.gap().catch((fault: unknown) => {
    parts.log.warn({ fault }, 'health.not-ready');
    return undefined;
  });
  if (gap === undefined && (await isWritable(parts.database))) return sendJson(response, 200, { status: 'ready' });
  const reason = gap ?? 'the database does not take a write';
  parts.log.warn({ reason }, 'health.not-ready');
  setRetryAfter(response);
  sendJson(response, 503, { status: 'not ready', code: 'UNAVAILABLE', reason });
}

/** Says at once why the console will not become ready. A database that is away says so to whoever asks for health. */
function sayGap({ schema, log }: ServerParts): void {
  schema.gap().then(
    (reason) => reason !== undefined && log.warn({ reason }, 'database.unmigrated'),
    (fault: unknown) => log.warn({ fault }, 'health.not-ready'),
  );
}

async function workflowSchema(): Promise<string> {
  return await readFile(join(projectRoot, 'domain', 'workflow', 'workflow-1.json'), 'utf8');
}

async function answer(
  parts: ServerParts,
  exchange: { doors: Doors; pages: Pages | undefined; request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const { doors, pages, request, response } = exchange;
  const requestId = requestIdOf(request);
  const startedAtMs = performance.now();
  const door = doors.get(pathOf(request));
  const place = door?.place ?? 'page';
  response.once('close', () => {
    parts.metrics.requests.inc({ place, status: String(response.statusCode) });
    parts.metrics.durations.observe({ place }, (performance.now() - startedAtMs) / 1_000);
  });
  try {
    setCommonHeaders(request, response, requestId);
    // Whoever asks for health has no browser, and often no name for us.
    if (place !== 'health' && !parts.places.isHere(request)) return misdirected(exchange, requestId);
    if (door !== undefined) {
      response.setHeader('content-security-policy', dataPolicy);
      await door.open({ request, response, requestId });
    } else if (pages !== undefined) await pages.answer(request, response);
    else sendJson(response, 404, { error: { code: 'NOT_FOUND', message: 'there is nothing here', requestId } });
  } catch (fault) {
    const isOutage = isPassingFault(fault);
    if (isOutage) parts.log.warn({ request: requestId, place, fault }, 'request.unavailable');
    else parts.log.error({ request: requestId, place, fault }, 'request.fault');
    if (response.headersSent) response.destroy();
    else if (isOutage) sendOutage(response, requestId);
    else
      sendJson(response, 500, {
        error: {
          code: 'INTERNAL',
          message: 'an internal fault; quote the request id when you ask about it',
          requestId,
        },
      });
  }
}

function misdirected(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  requestId: string,
): void {
  const name = (request.headers.host ?? '').slice(0, hostShownMax);
  const message = `this console is not called "${name}"; whoever runs it names what people type in PUBLIC_URLS`;
  sendJson(response, 421, { error: { code: 'MISDIRECTED', message, requestId } });
}

/** Remembers every connection, those that were upgraded included, which the server itself forgets. */
function trackConnections(server: Server): Set<Socket> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return open;
}

/** Remembers every request that has no whole answer yet. */
function trackAnswers(server: Server): Set<ServerResponse> {
  const open = new Set<ServerResponse>();
  server.on('request', (_, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  return open;
}

async function drain(server: Server, cutAll: () => void): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const deadline = setTimeout(cutAll, drainMsMax);
  await closed;
  clearTimeout(deadline);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}

function webOf(words: readonly string[]): ConsoleOptions['web'] {
  if (words.includes('--api-only')) return false;
  return words.includes('--dev') ? 'development' : 'built';
}

async function main(): Promise<void> {
  const environment = readEnvironment();
  if (environment.databaseUrl === undefined)
    throw new Error('DATABASE_URL is missing: name a database, or use `npm start`, which brings one');
  const log = pino({
    name: 'console',
    base: undefined,
    formatters: { level: (level) => ({ level }) },
    serializers: { fault: pino.stdSerializers.err },
  });
  // From the first moment on: what holds up the start must not hold up the end.
  const [told, again] = [Promise.withResolvers<string>(), Promise.withResolvers<'again'>()];
  let isStarted = false;
  let isTold = false;
  const stop = (why: string) => {
    if (!isStarted) process.exit(exitCodes.clean);
    if (isTold) again.resolve('again');
    isTold = true;
    told.resolve(why);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  process.once('disconnect', () => stop('disconnect'));
  const running = await startConsole({
    databaseUrl: environment.databaseUrl,
    port: environment.port,
    host: environment.host,
    publicUrls: environment.publicUrls,
    metricsToken: environment.metricsToken,
    web: webOf(process.argv),
    trustedProxies: environment.trustedProxies,
    mailFrom: environment.mail?.from,
    secretKey: environment.secretKey,
    linkBase: linkBaseOf(environment),
    outboundAllow: environment.outboundAllow,
    log,
  });
  isStarted = true;
  // A launcher that went away meanwhile is told of by 'disconnect'; its fault must not end the process unfinished.
  process.send?.({ kind: 'ready', port: running.port }, undefined, undefined, () => undefined);
  log.info({ why: await told.promise }, 'console.stopping');
  const late = new Promise<'late'>((resolve) => setTimeout(resolve, stopMsMax, 'late'));
  const end = await Promise.race([running.close().then(() => 'closed' as const), late, again.promise]);
  const left = { requests: running.cut(), saidGoodbye: end === 'closed' };
  if (left.requests > 0 || !left.saidGoodbye) log.warn(left, 'console.left_behind');
  process.exit(left.requests > 0 ? exitCodes.leftBehind : exitCodes.clean);
}

if (import.meta.main) {
  main().catch((fault: unknown) => {
    console.error(fault instanceof Error ? fault.message : fault);
    process.exit(1);
  });
}
