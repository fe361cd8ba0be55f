/** HTTP as this server speaks it: bounded bodies, ids on every answer, and where a request may come from. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type InexactNumber, readExactJson, sayInexact } from '#domain/value/exact-json.ts';
import { nextTurn } from '#engine/store/batch/turns.ts';
import { newId } from '#engine/store/id.ts';
import { shapeOf } from '#graphql/limits/body-shape.ts';
import { limits } from '#graphql/limits/bounds.ts';
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

export type BodyBound = { sizeBytesMax: number; waitMsMax: number };

/** Reads a JSON body in UTF-8, up to a size, a number of values and a time. This is the one place where a body is parsed. */
export async function readJson(request: IncomingMessage, bound: BodyBound): Promise<{ body: unknown } | RefusedBody> {
  const refused = refusedType(request.headers['content-type']);
  if (refused !== undefined) return refused;
  const bytes = await readBytes(request, bound);
  if (bytes === 'too large') return { status: 413, message: `a body has at most ${bound.sizeBytesMax} bytes` };
  if (bytes === 'too slow') return { status: 408, message: `a body arrives within ${bound.waitMsMax} ms` };
  if (bytes === 'cut off') return { status: 400, message: 'the body ended early' };
  // Each look at a large body has a turn of its own, so that others get theirs in between.
  const pause = async () => {
    if (bytes.length > limits.bodyOfOneTurnSizeBytes) await nextTurn();
  };
  await pause();
  const { values, depth } = shapeOf(bytes);
  if (values > limits.bodyValuesMax)
    return {
      status: 413,
      message: `a body holds at most ${limits.bodyValuesMax} values, and this one ${values}; send several requests`,
    };
  if (depth > limits.bodyDepthMax)
    return { status: 400, message: `a body is nested at most ${limits.bodyDepthMax} levels deep` };
  await pause();
  const text = textOf(bytes);
  await pause();
  const body = text === undefined ? notJson : exactBody(text);
  await pause();
  return body;
}

const notJson: RefusedBody = { status: 400, message: 'the body is not JSON in UTF-8' };

function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (fault) {
    if (fault instanceof TypeError) return undefined;
    throw fault;
  }
}

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

// A sender whose connection is cut while it still sends never reads why: what is too large is read to its end and dropped.
async function readBytes(
  request: IncomingMessage,
  { sizeBytesMax, waitMsMax }: BodyBound,
): Promise<Buffer | 'too large' | 'too slow' | 'cut off'> {
  const patienceBytes = sizeBytesMax + limits.bodyDroppedSizeBytesMax;
  if (Number(request.headers['content-length'] ?? 0) > patienceBytes) return 'too large';
  let chunks: Buffer[] = [];
  let sizeBytes = 0;
  const { promise, resolve } = Promise.withResolvers<Buffer | 'too large' | 'too slow' | 'cut off'>();
  const timer = setTimeout(() => resolve(sizeBytes > sizeBytesMax ? 'too large' : 'too slow'), waitMsMax);
  request.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes <= sizeBytesMax) chunks.push(chunk);
    else chunks = [];
    if (sizeBytes > patienceBytes) resolve('too large');
  });
  request.once('end', () => resolve(sizeBytes > sizeBytesMax ? 'too large' : Buffer.concat(chunks)));
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

/** The value of one cookie. */
export function cookieOf(request: IncomingMessage, names: readonly string[]): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name = '', value] = pair.split('=', 2);
    if (value !== undefined && names.includes(name.trim())) return value.trim();
  }
  return undefined;
}
