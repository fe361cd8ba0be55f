/**
 * Secrets that have to be used again, such as those that sign messages: sealed with the key of the installation before
 * they are stored (AES-256-GCM), each bound to the row that it belongs to.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export type Sealing = {
  /** `place` names the row; what is sealed for one opens for no other. */
  seal(text: string, place: string): Buffer<ArrayBuffer>;
  /** Undefined for what was sealed with another key or for another place, or was tampered with. */
  open(sealed: Uint8Array, place: string): string | undefined;
};

const version = 1;
const nonceSizeBytes = 12;
const tagSizeBytes = 16;
const headSizeBytes = 1 + nonceSizeBytes + tagSizeBytes;

/** `key` is a text of high entropy; the cipher's key is drawn from it. */
export function openSealing(key: string): Sealing {
  const cipherKey = Buffer.from(hkdfSync('sha256', key, '', 'taskflow sealed secrets', 32));
  return {
    seal: (text, place) => {
      const nonce = randomBytes(nonceSizeBytes);
      const cipher = createCipheriv('aes-256-gcm', cipherKey, nonce).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const bytes = Buffer.alloc(headSizeBytes + sealed.length);
      Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed]).copy(bytes);
      return bytes;
    },
    open: (sealed, place) => {
      if (sealed.length < headSizeBytes || sealed[0] !== version) return undefined;
      const bytes = Buffer.from(sealed);
      const nonce = bytes.subarray(1, 1 + nonceSizeBytes);
      const decipher = createDecipheriv('aes-256-gcm', cipherKey, nonce)
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(1 + nonceSizeBytes, headSizeBytes));
      const text = decipher.update(bytes.subarray(headSizeBytes));
      try {
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch (fault) {
        // The tag does not fit: Node says so with a plain error.
        if (fault instanceof Error) return undefined;
        throw fault;
      }
    },
  };
}
