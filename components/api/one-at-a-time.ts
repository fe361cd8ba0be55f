/** Readings that may be asked for faster than they come back: one is under way at most, and it is never given up. */

export type Rereading = { ask: () => void; stop: () => void };

/** What is asked for during a reading is read once after it: news that never end neither pile up nor keep it from ending. */
export function oneAtATime(read: () => Promise<void>): Rereading {
  let isReading = false;
  let isDue = false;
  let isStopped = false;
  const ask = () => {
    if (isStopped) return;
    if (isReading) {
      isDue = true;
      return;
    }
    isReading = true;
    void read().finally(() => {
      isReading = false;
      if (!isDue) return;
      isDue = false;
      ask();
    });
  };
  return {
    ask,
    stop: () => {
      isStopped = true;
    },
  };
}
