/** Work that is computed rather than read, each piece in a turn of the event loop of its own, whoever asks for how much. */

let last: Promise<unknown> = Promise.resolve();

/** Does the work after all that was asked for earlier, and after whatever else waits for the event loop. */
export function inOwnTurn<Result>(work: () => Result): Promise<Result> {
  const turn = last.then(() => new Promise<void>((begin) => setImmediate(begin))).then(work);
  // A piece that throws is its asker's alone: the next one begins all the same.
  last = turn.then(
    () => undefined,
    () => undefined,
  );
  return turn;
}
