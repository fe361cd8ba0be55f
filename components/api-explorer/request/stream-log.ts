/** The messages of a stream, the last one first, as many as a person looks through. */

export type StreamMessage = { number: number; atMs: number; text: string };
export type StreamLog = { messages: readonly StreamMessage[]; count: number };

export const emptyLog: StreamLog = { messages: [], count: 0 };

// Each is drawn whole; who needs more of them reads the event log.
const messagesMax = 200;

/** The log after messages that came together; `atMs` is the reader's clock. */
export function withMessages(log: StreamLog, texts: readonly string[], atMs: number): StreamLog {
  const fresh = texts.map((text, place) => ({ number: log.count + place + 1, atMs, text }));
  return {
    messages: [...fresh.toReversed(), ...log.messages].slice(0, messagesMax),
    count: log.count + texts.length,
  };
}
