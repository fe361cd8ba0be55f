/** Fingerprints as they are stored: short, and the same on every machine. */
import { createHash } from 'node:crypto';
import type { Prints } from '#domain/failure/choose-detail.ts';
import { errorText, type FailureDetail, type FailureKind, fingerprintText } from '#domain/failure/fingerprint.ts';

// 128 bits: no two kinds of a tenant ever share one.
const hexLength = 32;

/** The fingerprint of a kind in each detail. */
export function printsOf(kind: FailureKind): Prints {
  const print = (detail: FailureDetail) => hashOf(fingerprintText(kind, detail));
  return { MESSAGE: print('MESSAGE'), TYPE: print('TYPE'), SUBJECT: print('SUBJECT') };
}

/** What the same error has in common in every tenant. */
export function errorPrintOf(kind: FailureKind, detail: FailureDetail): string {
  return hashOf(errorText(kind, detail));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, hexLength);
}
