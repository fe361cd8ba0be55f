/** PostgreSQL's wire protocol, as far as somebody between the two ends needs it: where a message begins and ends. */

/** A message as it was sent; `type` is empty for the one that opens a connection. */
export type WireMessage = { type: string; bytes: Buffer };

const startupCode = 196_608;

/** Puts chunks together and calls back once per whole message. */
export function readMessages(
  { opensWithStartup }: { opensWithStartup: boolean },
  onMessage: (message: WireMessage) => void,
): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let isOpening = opensWithStartup;
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const lengthAt = isOpening ? 0 : 1;
      if (rest.length < lengthAt + 4) return;
      const end = lengthAt + rest.readInt32BE(lengthAt);
      if (rest.length < end) return;
      const bytes = rest.subarray(0, end);
      rest = rest.subarray(end);
      const type = isOpening ? '' : String.fromCharCode(bytes[0] ?? 0);
      // A wish for encryption is answered, and then the opening follows.
      if (isOpening && bytes.readInt32BE(4) === startupCode) isOpening = false;
      onMessage({ type, bytes });
    }
  };
}

/** The texts, each ended by a zero, that a message holds from this place on. */
export function textsOf({ bytes }: WireMessage, from: number, count = 1_000): string[] {
  const texts: string[] = [];
  for (let at = from; texts.length < count; ) {
    const end = bytes.indexOf(0, at);
    if (end === -1) break;
    texts.push(bytes.toString('utf8', at, end));
    at = end + 1;
  }
  return texts;
}
