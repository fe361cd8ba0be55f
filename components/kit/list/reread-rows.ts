/** Rows that may have changed are read again, part after part: however many are loaded, one question at a time is asked. */
import type { Reading } from '#components/live/list/list-reading.ts';
import { pageBounds } from '#domain/bounds/page.ts';

type Change<R> = (row: R) => R;

export type RowReader<R> = {
  read: (ids: string[]) => Promise<Reading<Change<R>>>;
  /** Takes the change of each part as it comes. */
  patch: (change: Change<R>) => void;
};

/** False when rows are left to be read: the one who asked has to ask again. */
export type RereadRows = <R>(ids: readonly string[], reader: RowReader<R>) => Promise<boolean>;

/** Reads rows of one list again. Whoever asks while that is under way is told to ask again. */
export function rereadOneAtATime(): RereadRows {
  let isUnderWay = false;
  return async (ids, reader) => {
    if (isUnderWay) return false;
    isUnderWay = true;
    return await readParts(ids, reader).finally(() => {
      isUnderWay = false;
    });
  };
}

async function readParts<R>(ids: readonly string[], { read, patch }: RowReader<R>): Promise<boolean> {
  let isWhole = true;
  for (let start = 0; start < ids.length; start += pageBounds.pageSizeMax) {
    const reading = await read(ids.slice(start, start + pageBounds.pageSizeMax));
    if (reading.ok) patch(reading.value);
    // Whoever is signed out is led to sign in, and asking again would tell nothing new.
    isWhole &&= reading.ok || reading.fault.isSignedOut;
  }
  return isWhole;
}
