/**
 * Events on their way to one subscriber. The iterator is written by hand: an async generator would answer `return()`
 * only after the event it waits for, and a closed socket would stay subscribed on a quiet topic.
 */

/** A bounded queue with one reader. */
export type EventStream<T> = AsyncIterableIterator<T> & {
  /** Hands events over, as many of the first ones as there is room for; says how many that were. */
  push(events: readonly T[]): number;
};

type EventStreamOptions = {
  waitingMax: number;
  /** Called once, when either side is done. */
  onEnd: () => void;
  /** Called when the reader has read everything and waits for more. */
  onDrained: () => void;
};

/** Opens a stream. */
export function openEventStream<T>(options: EventStreamOptions): EventStream<T> {
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
      if (isOver) return 0;
      let taken = 0;
      for (const event of events) {
        if (reader !== undefined) {
          const read = reader;
          reader = undefined;
          read({ value: event, done: false });
        } else if (waiting.length - next < options.waitingMax) waiting.push(event);
        else break;
        taken += 1;
      }
      return taken;
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
      options.onDrained();
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
