/**
 * Secrets that clients carry: API tokens and sessions. Only their SHA-256 is ever stored; 256 random bits need no slow hash.
 * What signs messages is used again and again, and is sealed instead (`sealing.ts`).
 */
import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const secretSizeBytes = 32;
// 62^43 > 2^256 > 62^42, and 62^6 > 2^32 > 62^5.
const secretDigits = 43;
const checksumDigits = 6;

/** The secret as its bearer presents it, and the hash that is stored. */
export type Secret = { text: string; hash: Buffer<ArrayBuffer> };

/** A new API token, `tfc_<8 hex>_<secret>_<checksum>`: secret scanners know it by its shape and verify it by its checksum. */
export function newToken(): Secret {
  const id = randomBytes(4).toString('hex');
  const body = `tfc_${id}_${base62(randomBytes(secretSizeBytes), secretDigits)}`;
  const text = `${body}_${checksumOf(body)}`;
  return { text, hash: secretHash(text) };
}

/** A new session secret for a cookie. */
export function newSessionSecret(): Secret {
  const text = base62(randomBytes(secretSizeBytes), secretDigits);
  return { text, hash: secretHash(text) };
}

/** A new secret for signing webhooks, as Standard Webhooks writes one. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(secretSizeBytes).toString('base64')}`;
}

/** What is stored of a secret. */
export function secretHash(text: string): Buffer<ArrayBuffer> {
  const hash = Buffer.alloc(32);
  createHash('sha256').update(text, 'utf8').digest().copy(hash);
  return hash;
}

function checksumOf(body: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return base62(bytes, checksumDigits);
}

function base62(bytes: Buffer, length: number): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  while (rest > 0n) {
    text = (digits[Number(rest % 62n)] ?? '') + text;
    rest /= 62n;
  }
  return text.padStart(length, '0');
}
