/** HTTP as this server speaks it: bounded bodies, ids on every answer, and where a request may come from. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type InexactNumber, readExactJson, sayInexact } from '#domain/exact-json.ts';
import { newId } from '#engine/id.ts';
import { arrivalOf } from './arrival.ts';

/** A body that was refused: the status and a sentence, and the number in it that would have been rounded. */
export type RefusedBody = { status: number; message: string; inexact?: InexactNumber };

const requestIdPattern = /^[\w.-]{8,64}$/;

/** The id by which caller and log speak of the same request: the caller's own when it is fit, else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && requestIdPattern.test(given) ? given : newId();
}

/** The path without its query. */
export function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '/';
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

/** Reads a JSON body in UTF-8, up to a size and a time. */
export async function readJson(
  request: IncomingMessage,
  bound: { sizeBytesMax: number; waitMsMax: number },
): Promise<{ body: unknown } | RefusedBody> {
  const refused = refusedType(request.headers['content-type']);
  if (refused !== undefined) return refused;
  const tooLarge = { status: 413, message: `a body has at most ${bound.sizeBytesMax} bytes` };
  if (Number(request.headers['content-length'] ?? 0) > bound.sizeBytesMax) return tooLarge;
  const bytes = await readBytes(request, bound);
  if (bytes === 'too large') return tooLarge;
  if (bytes === 'too slow') return { status: 408, message: `a body arrives within ${bound.waitMsMax} ms` };
  if (bytes === 'cut off') return { status: 400, message: 'the body ended early' };
  try {
    return exactBody(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (fault) {
    if (fault instanceof TypeError) return notJson;
    throw fault;
  }
}

const notJson: RefusedBody = { status: 400, message: 'the body is not JSON in UTF-8' };

function exactBody(text: string): { body: unknown } | RefusedBody {
  const read = readExactJson(text);
  if (read.ok) return { body: read.value };
  const { inexact } = read;
  return inexact === undefined ? notJson : { status: 400, message: sayInexact(inexact.text), inexact };
}

function refusedType(contentType = ''): RefusedBody | undefined {
  const [essence = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (essence !== 'application/json') return { status: 415, message: 'send application/json' };
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  if (charset === undefined || /^charset="?utf-?8"?$/.test(charset)) return undefined;
  return { status: 415, message: 'send UTF-8' };
}

async function readBytes(
  request: IncomingMessage,
  bound: { sizeBytesMax: number; waitMsMax: number },
): Promise<Buffer | 'too large' | 'too slow' | 'cut off'> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  const { promise, resolve } = Promise.withResolvers<Buffer | 'too large' | 'too slow' | 'cut off'>();
  const timer = setTimeout(() => resolve('too slow'), bound.waitMsMax);
  request.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes > bound.sizeBytesMax) resolve('too large');
    else chunks.push(chunk);
  });
  request.once('end', () => resolve(Buffer.concat(chunks)));
  request.once('error', () => resolve('cut off'));
  request.once('close', () => resolve('cut off'));
  const outcome = await promise;
  clearTimeout(timer);
  request.removeAllListeners('data');
  return outcome;
}

/** Answers with JSON; nothing in between may keep it. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** True when the caller reached us by https, at our own socket or at a trusted proxy before us. */
export function isHttps(request: IncomingMessage): boolean {
  return arrivalOf(request).isHttps;
}

/** True unless a browser says that another site made it send this. Programs send no Origin. */
export function isOwnOrigin(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** The value of one cookie. */
export function cookieOf(request: IncomingMessage, names: readonly string[]): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name = '', value] = pair.split('=', 2);
    if (value !== undefined && names.includes(name.trim())) return value.trim();
  }
  return undefined;
}
