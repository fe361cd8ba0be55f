/** What the live feed speaks of. */

import type { ActorNameFragment } from '#components/generated/actor.ts';
import type { EventFieldsFragment, EventFilter } from '#components/generated/events.ts';
import type { EventType } from '#domain/event-catalogue.ts';

/** One line of the event log as the browser gets it. */
export type LiveEvent = EventFieldsFragment & {
  /** Who did it; only the events of one run tell it. */
  by?: ActorNameFragment | null;
};

/** What to follow: some of the tenant's events, or one run with its steps. */
export type Topic =
  | { kind: 'events'; filter: Omit<EventFilter, 'types'> & { types?: EventType[] } }
  | { kind: 'run'; run: string };

/** The type of the event that says: too much was missed, read afresh. */
export const resyncRequired = 'RESYNC_REQUIRED';

/** The type of the event that says only that the log went on: nothing up to its cursor is new. */
export const cursorAdvanced = 'CURSOR_ADVANCED';
