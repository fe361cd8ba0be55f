/** How work is given to every peer alike. */

const perCall = 1_000;
const inFlight = 2;

/** 200 bytes of JSON. */
export const payload = { text: 'x'.repeat(200 - '{"text":""}'.length) };

/** Splits `count` jobs into calls and keeps two of them in flight. */
export async function inCalls(count: number, call: (size: number) => Promise<void>): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left > 0) {
      const size = Math.min(perCall, left);
      left -= size;
      await call(size);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}
