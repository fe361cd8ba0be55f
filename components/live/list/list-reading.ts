/**
 * A live list and the readings that it is made of. A reading belongs to the list that it was asked for: when another one
 * has taken its place meanwhile, it is dropped. Between the reading of older rows and their arrival the events about
 * them are kept, because nothing else will tell of them again.
 */
import type { Fault } from '#components/api/fault.ts';
import { gatheredEventsMax } from '#components/live/frame-batch.ts';
import type { LiveEvent } from '#components/live/live-event.ts';
import { freshList, type LiveList, type Row, type RowPage, withEvents, withOlder } from './live-list.ts';

/** A reading that came back, or why it did not. */
export type Reading<Value> = { ok: true; value: Value } | { ok: false; fault: Fault };

/** Which older rows were asked for: those below this place of this version of the list. */
export type AskedOlder = { version: number; after: string };

export type ListState<R extends Row> = {
  key: string;
  /** Another one whenever the list was read from its top. */
  version: number;
  list: LiveList<R> | undefined;
  /** Why what was asked for last could not be read. */
  fault: Fault | undefined;
  /** Why what is shown could not be read afresh. */
  staleFault: Fault | undefined;
  isReading: boolean;
  /** While older rows are on their way: the events since, of rows that are not shown. */
  older: { asked: AskedOlder; kept: readonly LiveEvent[] } | undefined;
};

type Apply<R extends Row> = (row: R, event: LiveEvent) => R;

/** Before anything was read. */
export function unreadList<R extends Row>(key: string): ListState<R> {
  const nothing = { list: undefined, fault: undefined, staleFault: undefined, older: undefined };
  return { key, version: 0, isReading: true, ...nothing };
}

/** After its first page was read; older rows that are still on their way hang below another list. */
export function withFirstPage<R extends Row>(state: ListState<R>, reading: Reading<RowPage<R>>): ListState<R> {
  if (reading.ok)
    return { ...unreadList(state.key), version: state.version + 1, isReading: false, list: freshList(reading.value) };
  const { fault } = reading;
  const isReading = state.older !== undefined;
  return { ...state, isReading, fault, staleFault: state.list === undefined ? undefined : fault };
}

/** Which older rows can be asked for now; undefined while others are on their way, and at the end. */
export function olderToAsk<R extends Row>({ list, version, isReading }: ListState<R>): AskedOlder | undefined {
  if (isReading || list === undefined || list.endCursor === null) return undefined;
  return { version, after: list.endCursor };
}

/** While these older rows are on their way. */
export function askingOlder<R extends Row>(state: ListState<R>, asked: AskedOlder): ListState<R> {
  return { ...state, isReading: true, fault: undefined, older: { asked, kept: [] } };
}

/** After these older rows came, with what happened to them since; the state as it was when they belong to another list. */
export function withOlderPage<R extends Row>(
  state: ListState<R>,
  { asked, reading, apply }: { asked: AskedOlder; reading: Reading<RowPage<R>>; apply: Apply<R> },
): ListState<R> {
  const { list, older } = state;
  if (list === undefined || older?.asked !== asked) return state;
  const rest = { ...state, isReading: false, older: undefined };
  if (!reading.ok) return { ...rest, fault: reading.fault };
  // More happened than was kept: these rows would show what is no longer so.
  if (older.kept.length > gatheredEventsMax) return rest;
  return { ...rest, list: withEvents(withOlder(list, reading.value), { events: older.kept, apply }) };
}

/** After a burst of events. Those of rows that are neither shown nor on their way leave no trace. */
export function withBurst<R extends Row>(
  state: ListState<R>,
  { events, apply }: { events: readonly LiveEvent[]; apply: Apply<R> },
): ListState<R> {
  if (state.list === undefined) return state;
  const list = withEvents(state.list, { events, apply });
  const older = state.older === undefined ? undefined : keeping(state.older, { events, list });
  return list === state.list && older === state.older ? state : { ...state, list, older };
}

/** True for an event that may change what is shown, or what will be in a moment. */
export function concerns<R extends Row>({ list, older }: ListState<R>, { entityId }: LiveEvent): boolean {
  if (list === undefined || entityId === null) return false;
  return older !== undefined || list.places.has(entityId);
}

function keeping<R extends Row>(
  older: NonNullable<ListState<R>['older']>,
  { events, list }: { events: readonly LiveEvent[]; list: LiveList<R> },
): NonNullable<ListState<R>['older']> {
  const isFull = older.kept.length > gatheredEventsMax;
  const more = isFull ? [] : events.filter(({ entityId }) => entityId !== null && !list.places.has(entityId));
  return more.length === 0 ? older : { ...older, kept: [...older.kept, ...more] };
}
