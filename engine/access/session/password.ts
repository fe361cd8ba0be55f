/** Password hashes: scrypt with its own salt, so many at once and no more, and equal time whether the account exists or not. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { accessBounds } from '#domain/bounds/access.ts';
import { done, type Outcome, refuseForNow } from '#domain/refusal.ts';
import { assert } from '#domain/unreachable.ts';

const { passwordSizeBytesMax } = accessBounds;
// Some seconds of waiting; who comes later is told to come back.
const passwordHashesWaitingMax = 32;
// Each hash takes 128 MiB and half a second of one core.
const passwordHashesAtOnceMax = 4;

// OWASP's figures for scrypt: 128 MiB a hash.
const costLog2 = 17;
const blockSize = 8;
const parallel = 1;
const saltSizeBytes = 16;
const hashSizeBytes = 32;
// Some hashes further on; the queue may be full again by then.
const retryAfterMs = 5_000;

type Parameters = { costLog2: number; blockSize: number; parallel: number; salt: Buffer };

let running = 0;
const waiting: (() => void)[] = [];

/** The string to store for a password: `$scrypt$ln=17,r=8,p=1$<salt>$<hash>`. */
export async function hashPassword(password: string): Promise<string> {
  assert(Buffer.byteLength(password) <= passwordSizeBytesMax, 'a password is checked before it is hashed');
  const parameters = { costLog2, blockSize, parallel, salt: randomBytes(saltSizeBytes) };
  const hash = await inTurn(() => derive(password, parameters));
  return print(parameters, hash);
}

/**
 * True when the password belongs to the stored string. `stored` is undefined for an unknown account: the same work is
 * done then, so that the time taken does not tell which accounts exist. Refuses when too many are waiting already.
 */
export async function checkPassword(password: string, stored: string | undefined): Promise<Outcome<boolean>> {
  if (Buffer.byteLength(password) > passwordSizeBytesMax) return done(false);
  const crowded = refuseCrowd();
  if (crowded !== undefined) return crowded;
  const known = stored === undefined ? undefined : parse(stored);
  const parameters = known?.parameters ?? { costLog2, blockSize, parallel, salt: Buffer.alloc(saltSizeBytes) };
  const hash = await inTurn(() => derive(password, parameters));
  return done(known !== undefined && hash.length === known.hash.length && timingSafeEqual(hash, known.hash));
}

/** The string to store for a password that a stranger chose; refused when too many are waiting already. */
export async function hashChosenPassword(password: string): Promise<Outcome<string>> {
  return refuseCrowd() ?? done(await hashPassword(password));
}

function refuseCrowd(): ReturnType<typeof refuseForNow> | undefined {
  if (waiting.length < passwordHashesWaitingMax) return undefined;
  return refuseForNow('too many people are signing in at this moment; try again in a few seconds', retryAfterMs);
}

/** True when a stored string was made with other parameters than today's: it is made anew at the next sign-in. */
export function isOutdatedHash(stored: string): boolean {
  return !stored.startsWith(`$scrypt$ln=${costLog2},r=${blockSize},p=${parallel}$`);
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= passwordHashesAtOnceMax) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    // The place goes to the next in line, or becomes free.
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

function derive(password: string, parameters: Parameters): Promise<Buffer> {
  const options: ScryptOptions = {
    N: 2 ** parameters.costLog2,
    r: parameters.blockSize,
    p: parameters.parallel,
    // What scrypt needs, and some room for its bookkeeping.
    maxmem: 128 * 2 ** parameters.costLog2 * parameters.blockSize + 16 * 1024 * 1024,
  };
  return new Promise((resolve, reject) => {
    scrypt(password, parameters.salt, hashSizeBytes, options, (fault, hash) =>
      fault === null ? resolve(hash) : reject(fault),
    );
  });
}

function print(parameters: Parameters, hash: Buffer): string {
  return `$scrypt$ln=${parameters.costLog2},r=${parameters.blockSize},p=${parameters.parallel}$${unpadded(parameters.salt)}$${unpadded(hash)}`;
}

function parse(stored: string): { parameters: Parameters; hash: Buffer } {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored);
  assert(match !== null, 'a stored password hash has the form that hashPassword gives it');
  const [, log2, r, p, salt = '', hash = ''] = match;
  return {
    parameters: {
      costLog2: Number(log2),
      blockSize: Number(r),
      parallel: Number(p),
      salt: Buffer.from(salt, 'base64'),
    },
    hash: Buffer.from(hash, 'base64'),
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
