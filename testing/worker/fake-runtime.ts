/**
 * The far end of the network, for tests: a real HTTP server that speaks the plugin protocol and misbehaves on request
 * (slow, huge, packed, redirecting), and remembers what it was asked.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';

export type RecordedRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  /** Settles when the connection of this request is over: true when the caller hung up before the answer was complete. */
  hungUp: Promise<boolean>;
};

/** What a plugin answers to one order; nothing at all when undefined. */
export type PluginAnswer = (order: JsonObject) => Json | undefined | Promise<Json | undefined>;

export type FakeRuntime = {
  url: string;
  /** As OUTBOUND_ALLOW writes it. */
  authority: string;
  port: number;
  requests: RecordedRequest[];
  /** The first request that no earlier call was given, now or when it comes. */
  nextRequest(): Promise<RecordedRequest>;
  /** Teaches the runtime a plugin. It knows `echo`, `fail`, `refuse`, `hang` and `garbage` from birth. */
  teach(pluginId: string, answer: PluginAnswer): void;
  close(): Promise<void>;
};

type Behaviour = (url: URL, response: ServerResponse, request: RecordedRequest) => void;

const bornWith: [string, PluginAnswer][] = [
  ['echo', (order) => ({ result: order.params ?? null })],
  ['fail', () => ({ error: { type: 'NOT_TODAY', message: 'the plugin is unwell', retryable: true } })],
  ['refuse', () => ({ error: { type: 'NEVER', message: 'the plugin does not do that', retryable: false } })],
  ['hang', () => undefined],
  ['garbage', () => 'neither result nor error'],
];

/** Starts one on a free port of 127.0.0.1. */
export async function startFakeRuntime(): Promise<FakeRuntime> {
  const plugins = new Map(bornWith);
  const requests: RecordedRequest[] = [];
  const unread: RecordedRequest[] = [];
  const readers: ((request: RecordedRequest) => void)[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await record(incoming, response);
    requests.push(request);
    const reader = readers.shift();
    if (reader === undefined) unread.push(request);
    else reader(request);
    await respond({ incoming, response, request, plugins });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fake runtime has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    authority: `127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    nextRequest: async () => unread.shift() ?? new Promise((resolve) => readers.push(resolve)),
    teach: (pluginId, answer) => void plugins.set(pluginId, answer),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function record(incoming: IncomingMessage, response: ServerResponse): Promise<RecordedRequest> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = String(value);
  const hungUp = once(response, 'close').then(() => !response.writableFinished);
  return { method: incoming.method ?? '', path: incoming.url ?? '/', headers, body: await text(incoming), hungUp };
}

type Exchange = {
  incoming: IncomingMessage;
  response: ServerResponse;
  request: RecordedRequest;
  plugins: Map<string, PluginAnswer>;
};

async function respond({ incoming, response, request, plugins }: Exchange): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://fake.invalid');
  const pluginId = /^\/plugin\/runtime\/([^/]+)\/execute$/.exec(url.pathname)?.[1];
  if (pluginId !== undefined && request.method === 'POST') {
    await execute(plugins.get(pluginId), response, request);
    return;
  }
  const behaviour = behaviours[url.pathname.split('/')[1] ?? ''];
  if (behaviour === undefined) answerJson(response, 404, { error: 'no such behaviour' });
  else behaviour(url, response, request);
}

async function execute(
  plugin: PluginAnswer | undefined,
  response: ServerResponse,
  request: RecordedRequest,
): Promise<void> {
  if (plugin === undefined) {
    answerJson(response, 404, { message: 'no such plugin' });
    return;
  }
  const order: unknown = JSON.parse(request.body);
  const answer = await plugin(isJsonObject(order) ? order : {});
  if (answer !== undefined) answerJson(response, 200, answer);
}

/** What `/packed` unpacks to. */
export const packedWords = 'words worth packing, words worth packing';

const packers: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  deflate: deflateSync,
  'raw-deflate': deflateRawSync,
  br: brotliCompressSync,
};

const behaviours: Record<string, Behaviour> = {
  ok: (_url, response) => answerJson(response, 200, { ok: true }),
  text: (_url, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('plain words'),
  /** Says what it received. */
  mirror: (_url, response, request) =>
    answerJson(response, 200, {
      method: request.method,
      path: request.path,
      headers: request.headers,
      body: request.body,
    }),
  /** `/status/503?retry-after=7` */
  status: (url, response) => {
    const wait = url.searchParams.get('retry-after');
    if (wait !== null) response.setHeader('retry-after', wait);
    response.writeHead(Number(url.pathname.split('/')[2]), { 'content-type': 'text/plain' }).end('as you asked');
  },
  /** Never begins to answer. */
  slow: () => undefined,
  /** Begins to answer and falls silent. */
  stall: (_url, response) => void response.writeHead(200, { 'content-type': 'text/plain' }).write('so far'),
  /** One byte every few milliseconds, for ever. */
  drip: (_url, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const dripping = setInterval(() => response.write('.'), 2);
    response.once('close', () => clearInterval(dripping));
  },
  /** `/redirect?to=<url>&status=302` */
  redirect: (url, response) =>
    void response
      .writeHead(Number(url.searchParams.get('status') ?? 302), { location: url.searchParams.get('to') ?? '/ok' })
      .end('elsewhere'),
  /** Redirects as often as `/hops/<n>` says, then answers. */
  hops: (url, response) => {
    const left = Number(url.pathname.split('/')[2]);
    response.writeHead(302, { location: left > 1 ? `/hops/${left - 1}` : '/ok' }).end();
  },
  /** `/huge?bytes=2000000` */
  huge: (url, response) =>
    response
      .writeHead(200, { 'content-type': 'text/plain' })
      .end('x'.repeat(Number(url.searchParams.get('bytes') ?? 2_000_000))),
  /** A few kilobytes that unpack to 32 MiB. */
  bomb: (_url, response) =>
    response
      .writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' })
      .end(gzipSync(Buffer.alloc(32 * 1024 * 1024))),
  /** `/packed?as=gzip, br&broken=1`: packed whether asked for or not. */
  packed: (url, response) => {
    const named = url.searchParams.get('as') ?? '';
    let body: Uint8Array = Buffer.from(packedWords);
    for (const packing of named.toLowerCase().split(', ')) body = packers[packing]?.(body) ?? body;
    if (url.searchParams.has('broken')) body = Buffer.from('these bytes are packed by nobody');
    response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': named.replace('raw-', '') }).end(body);
  },
  /** The bytes of `?hex=` under the content type of `?type=`. */
  bytes: (url, response) =>
    response
      .writeHead(Number(url.searchParams.get('status') ?? 200), { 'content-type': url.searchParams.get('type') ?? '' })
      .end(Buffer.from(url.searchParams.get('hex') ?? '', 'hex')),
  /** Promises more than it sends, then hangs up. */
  cut: (_url, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('ten bytes!', () => response.destroy());
  },
  /** Not HTTP. */
  noise: (_url, response) => void response.socket?.end('NOISE\r\n\r\n'),
  /** JSON as given in `?body=`, whether it is any or not. */
  json: (url, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(url.searchParams.get('body') ?? ''),
};

function answerJson(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
