/**
 * Events on their way to one subscriber. The iterator is written by hand: an async generator would answer `return()`
 * only after the event it waits for, and a closed socket would stay subscribed on a quiet topic.
 */

/** A bounded queue with one reader. */
export type EventStream<T> = AsyncIterableIterator<T> & {
  /** Hands events over. False when the reader is too far behind: the stream is over then. */
  push(events: readonly T[]): boolean;
};

/** Opens a stream. `onEnd` is called once, when either side is done. */
export function openEventStream<T>(options: { waitingMax: number; onEnd: () => void }): EventStream<T> {
  let waiting: T[] = [];
  let next = 0;
  let reader: ((result: IteratorResult<T>) => void) | undefined;
  let isOver = false;

  const end = () => {
    if (isOver) return;
    isOver = true;
    waiting = [];
    next = 0;
    reader?.({ value: undefined, done: true });
    reader = undefined;
    options.onEnd();
  };

  const stream: EventStream<T> = {
    push: (events) => {
      if (isOver) return false;
      if (waiting.length - next + events.length > options.waitingMax) {
        end();
        return false;
      }
      for (const event of events) {
        if (reader === undefined) waiting.push(event);
        else {
          const read = reader;
          reader = undefined;
          read({ value: event, done: false });
        }
      }
      return true;
    },
    next: () => {
      const value = waiting[next];
      if (value !== undefined) {
        next += 1;
        if (next === waiting.length) {
          waiting = [];
          next = 0;
        }
        return Promise.resolve({ value, done: false });
      }
      if (isOver) return Promise.resolve({ value: undefined, done: true });
      const { promise, resolve } = Promise.withResolvers<IteratorResult<T>>();
      reader = resolve;
      return promise;
    },
    return: () => {
      end();
      return Promise.resolve({ value: undefined, done: true });
    },
    throw: (fault) => {
      end();
      return Promise.reject(fault);
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}

/** Maps a stream and keeps its immediate `return()`. */
export function mapStream<T, U>(source: AsyncIterator<T>, map: (value: T) => U | Promise<U>): AsyncIterableIterator<U> {
  const over: IteratorResult<U> = { value: undefined, done: true };
  const mapped: AsyncIterableIterator<U> = {
    next: async () => {
      const result = await source.next();
      return result.done === true ? over : { value: await map(result.value), done: false };
    },
    return: async () => {
      await source.return?.();
      return over;
    },
    throw: async (fault) => {
      await source.return?.();
      throw fault;
    },
    [Symbol.asyncIterator]: () => mapped,
  };
  return mapped;
}
