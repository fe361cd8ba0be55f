/**
 * The bytes of an answer as text: unpacked where the server packed them although nobody asked, and read in the charset
 * that it names. Both ends of the packing are counted, so that a few bytes cannot become many.
 */
import { once } from 'node:events';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { OutboundError } from './outbound-error.ts';

// A proxy may pack what its server packed already; more layers than this are an attack.
const outboundPackingsMax = 2;

export type AnswerBody = AsyncIterable<unknown> & { on(event: 'error', listener: () => void): { destroy(): void } };

/** `bytes` are there when they are no text of the charset: the text then has marks in the place of what could not be read. */
export type AnswerText = { text: string; bytes?: Buffer };

type Reading = { headers: Record<string, string>; sizeBytesMax: number };

/** Reads the body to its end. Throws an OutboundError when it is too large or packed in a way that nobody here knows. */
export async function readAnswerText(body: AnswerBody, { headers, sizeBytesMax }: Reading): Promise<AnswerText> {
  const packings = packingsOf(headers['content-encoding'] ?? '');
  const unknown = packings.find((packing) => !(packing in unpackers));
  if (unknown !== undefined || packings.length > outboundPackingsMax) {
    // Nobody reads on; the error is this destroy's own.
    body.on('error', () => undefined).destroy();
    const what = unknown ?? `${packings.length} times over`;
    throw new OutboundError('BAD_ENCODING', `the answer is packed (${what.slice(0, 100)}) in a way nobody here knows`);
  }
  let bytes = await readBytes(body, sizeBytesMax);
  for (const packing of packings.toReversed()) bytes = await unpack(bytes, packing, sizeBytesMax);
  return decode(bytes, headers['content-type'] ?? '');
}

/** The beginning of the body, of at most so many bytes; the rest is not even waited for. */
export async function readAnswerHead(body: AnswerBody, sizeBytesMax: number): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a body is made of buffers');
    chunks.push(chunk);
    sizeBytes += chunk.length;
    // The end of the loop ends the body.
    if (sizeBytes >= sizeBytesMax) break;
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, sizeBytesMax));
}

function packingsOf(contentEncoding: string): string[] {
  return contentEncoding
    .split(',')
    .map((packing) => packing.trim().toLowerCase())
    .filter((packing) => packing !== '' && packing !== 'identity');
}

async function readBytes(body: AsyncIterable<unknown>, sizeBytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a body is made of buffers');
    sizeBytes += chunk.length;
    if (sizeBytes > sizeBytesMax)
      throw new OutboundError('TOO_LARGE', `the answer is larger than ${sizeBytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const unpackers = {
  gzip: () => createGunzip(),
  'x-gzip': () => createGunzip(),
  // HTTP means zlib's format by it; servers that send the bare one are as old as the mistake.
  deflate: (bytes: Buffer) => (hasZlibHead(bytes) ? createInflate() : createInflateRaw()),
  br: () => createBrotliDecompress(),
} as const;

function isPacking(packing: string): packing is keyof typeof unpackers {
  return packing in unpackers;
}

function hasZlibHead(bytes: Buffer): boolean {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}

async function unpack(bytes: Buffer, packing: string, sizeBytesMax: number): Promise<Buffer> {
  // A HEAD and a 304 name the packing of a body that they do not have.
  if (bytes.length === 0 || !isPacking(packing)) return bytes;
  const unpacker = unpackers[packing](bytes);
  unpacker.end(bytes);
  try {
    return await readBytes(unpacker, sizeBytesMax);
  } catch (fault) {
    if (fault instanceof OutboundError) throw fault;
    if (!(fault instanceof Error && 'code' in fault)) throw fault;
    throw new OutboundError('BAD_RESPONSE', `the answer is no ${packing}, though it says so: ${fault.message}`, fault);
  } finally {
    if (!unpacker.closed) {
      unpacker.destroy();
      await once(unpacker, 'close');
    }
  }
}

// WHATWG's rule for bytes that name no charset and are not UTF-8: what servers of that age write is windows-1252.
const fallbackCharset = 'windows-1252';

function decode(bytes: Buffer, contentType: string): AnswerText {
  const named = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
  const charset = charsetOf(bytes, named);
  const exact = decodeExactly(bytes, charset);
  if (exact !== undefined) return { text: exact };
  if (named === undefined && /^text\//i.test(contentType)) {
    const old = decodeExactly(bytes, fallbackCharset);
    if (old !== undefined) return { text: old };
  }
  return { text: new TextDecoder().decode(bytes), bytes };
}

// A mark at the beginning knows better than the header.
function charsetOf(bytes: Buffer, named: string | undefined): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  return named ?? 'utf-8';
}

/** Undefined when a byte is none of the charset, or nobody knows the charset. */
function decodeExactly(bytes: Buffer, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch (fault) {
    if (fault instanceof RangeError || fault instanceof TypeError) return undefined;
    throw fault;
  }
}
