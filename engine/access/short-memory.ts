/** Remembers answers for a few seconds, so that a busy client does not ask the database the same thing on every request. */

export type ShortMemory<T> = {
  /** The answer given lately, or a new one. Askers of the same key share one question. */
  recall(key: string, ask: () => Promise<T>): Promise<T>;
  /** Drops an answer that is no longer true. */
  forget(key: string): void;
};

type Remembered<T> = { answer: Promise<T>; askedAtMs: number };

/** A memory whose answers are at most `keepMs` old; the oldest go first when it is full. */
export function createShortMemory<T>(limits: { keepMs: number; entriesMax: number }): ShortMemory<T> {
  const entries = new Map<string, Remembered<T>>();
  return {
    recall: (key, ask) => {
      const nowMs = performance.now();
      const known = entries.get(key);
      if (known !== undefined && nowMs - known.askedAtMs < limits.keepMs) return known.answer;
      const answer = ask();
      // Set anew, so that the order of the map is the order of age.
      entries.delete(key);
      entries.set(key, { answer, askedAtMs: nowMs });
      const oldest = entries.keys().next();
      if (entries.size > limits.entriesMax && oldest.done !== true) entries.delete(oldest.value);
      // A fault is not an answer.
      answer.catch(() => entries.delete(key));
      return answer;
    },
    forget: (key) => {
      entries.delete(key);
    },
  };
}
