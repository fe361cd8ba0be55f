/** UUIDv7 keys: ordered by time within a process, so that new rows land at the right edge of every index. */
import { randomFillSync } from 'node:crypto';

const random = Buffer.alloc(8 * 512);
let used = random.length;
let lastMs = 0;
let counter = 0;

/** A new uuid (RFC 9562, version 7): 48 bits of milliseconds, an 18-bit counter, 56 random bits. */
export function newId(): string {
  const nowMs = Date.now();
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = 0;
  } else {
    counter += 1;
    // The counter ran out within one millisecond: borrow from the next one rather than lose the order.
    if (counter > 0x3ffff) {
      lastMs += 1;
      counter = 0;
    }
  }
  if (used + 8 > random.length) {
    randomFillSync(random);
    used = 0;
  }
  const tail = random.toString('hex', used, used + 7);
  used += 8;
  const time = lastMs.toString(16).padStart(12, '0');
  const high = (0x7000 | (counter >> 6)).toString(16);
  const low = (0x8000 | ((counter & 0x3f) << 8) | Number.parseInt(tail.slice(0, 2), 16)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${low}-${tail.slice(2)}`;
}
