/** Where the event log stands: read it before a snapshot, and a subscriber that goes on from here misses nothing. */
import type { Context } from '#engine/store/context.ts';
import { eventCursorNow } from './read-events.ts';

/** The place of the event log now. */
export async function readEventCursor(context: Context): Promise<string> {
  return await eventCursorNow(context.database.client);
}
