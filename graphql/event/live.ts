/**
 * Live events: every subscriber reads the console's one tail of the event log, from its cursor on. Subscribers with
 * the same document share the executed result of an event, so that a thousand of them cost little more than one.
 */
import {
  type ASTNode,
  BREAK,
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  Kind,
  visit,
} from 'graphql';
import { printCursor, startOfWindow } from '#engine/event/cursor.ts';
import type { Subscription } from '#engine/event/delivery.ts';
import type { FeedEvent } from '#engine/event/read-events.ts';
import type { Snapshot } from '#engine/event/snapshot.ts';
import { limits } from '#graphql/limits/bounds.ts';
import type { Live } from '#graphql/plumbing/request.ts';
import { type EventStream, mapStream, openEventStream } from './event-stream.ts';

/** An event as the schema's type Event is resolved from it. */
export type LiveEvent = Pick<
  FeedEvent,
  'cursor' | 'seq' | 'type' | 'at' | 'tenantId' | 'from' | 'to' | 'reason' | 'attempt' | 'payload'
> & { entityId: string | null };

// A database that is away is asked again at once, then less and less often.
const rejoinMsMin = 50;
const rejoinMsMax = 5_000;

/**
 * Follows the log. `wants` is asked before an event waits for its reader. A reader that falls behind leaves the tail
 * and goes on from its last event once it has read what waits; only one that reads nothing at all is cut off.
 */
export function followEvents(
  live: Live,
  subscription: Subscription,
  wants: (event: FeedEvent) => boolean,
): EventStream<LiveEvent> {
  const { feed, metrics } = live;
  let leave: () => void = () => undefined;
  let lastCursor = subscription.after;
  let isBehind = false;
  let isOver = false;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let rejoin: ReturnType<typeof setTimeout> | undefined;
  let rejoinMs = rejoinMsMin;

  const fallBehind = () => {
    isBehind = true;
    leave();
    patience = setTimeout(() => {
      metrics.slowConsumers.inc();
      live.tooSlow();
    }, limits.readerPatienceMs);
  };
  const deliver = (wanted: readonly LiveEvent[]) => {
    const taken = stream.push(wanted);
    metrics.eventsDelivered.inc(taken);
    lastCursor = wanted[taken - 1]?.cursor ?? lastCursor;
    if (taken < wanted.length) fallBehind();
  };
  // The feed could not go on from the cursor, because it is too old or because the database was away.
  const resync = () => {
    leave();
    const position = feed.position();
    if (position !== undefined) deliver([resyncRequired(position, subscription.tenantId)]);
    rejoin = setTimeout(join, rejoinMs);
    rejoinMs = Math.min(2 * rejoinMs, rejoinMsMax);
  };
  const join = () => {
    isBehind = false;
    clearTimeout(patience);
    const from = lastCursor === undefined ? {} : { after: lastCursor };
    leave = feed.subscribe({ ...subscription, ...from }, (events, signal) => {
      if (isOver || isBehind) return;
      if (signal === 'resync') return resync();
      rejoinMs = rejoinMsMin;
      deliver(events.filter(wants));
    });
  };
  const stream = openEventStream<LiveEvent>({
    waitingMax: limits.eventsWaitingMax,
    onDrained: () => {
      if (isBehind) join();
    },
    onEnd: () => {
      isOver = true;
      clearTimeout(patience);
      clearTimeout(rejoin);
      leave();
      metrics.subscribers.dec();
    },
  });
  metrics.subscribers.inc();
  join();
  return stream;
}

function resyncRequired(position: Snapshot, tenantId: string): LiveEvent {
  const nothing = { seq: null, entityId: null, from: null, to: null, reason: null, attempt: null, payload: null };
  return {
    ...nothing,
    cursor: printCursor(startOfWindow(position)),
    type: 'RESYNC_REQUIRED',
    at: new Date(),
    tenantId,
  };
}

type Shared = WeakMap<object, ExecutionResult | Promise<ExecutionResult>>;
const sharedByDocument = new WeakMap<DocumentNode, Shared>();
const shareable = new WeakMap<DocumentNode, boolean>();

/** Runs a subscription as graphql-js does, but executes an event once for all subscribers that ask the same of it. */
export async function subscribeShared(
  args: ExecutionArgs,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const executeOne = (rootValue: unknown): ExecutionResult | Promise<ExecutionResult> =>
    execute({ ...args, rootValue });
  if (!isShareable(args.document)) return mapStream(source[Symbol.asyncIterator](), executeOne);
  const shared: Shared = sharedByDocument.get(args.document) ?? new WeakMap();
  sharedByDocument.set(args.document, shared);
  return mapStream(source[Symbol.asyncIterator](), (event) => {
    if (typeof event !== 'object' || event === null) return executeOne(event);
    const known = shared.get(event);
    if (known !== undefined) return known;
    const result = executeOne(event);
    shared.set(event, result);
    return result;
  });
}

// What an event looks like must not depend on the subscriber: one operation, and no variable below its root field.
function isShareable(document: DocumentNode): boolean {
  const known = shareable.get(document);
  if (known !== undefined) return known;
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const field = operations[0]?.selectionSet.selections[0];
  const isPlain = operations.length === 1 && field?.kind === Kind.FIELD && (field.directives ?? []).length === 0;
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const looks =
    field?.kind === Kind.FIELD && field.selectionSet !== undefined ? [field.selectionSet, ...fragments] : fragments;
  const answer = isPlain && looks.every((node) => !holdsVariable(node));
  shareable.set(document, answer);
  return answer;
}

function holdsVariable(node: ASTNode): boolean {
  let found = false;
  visit(node, {
    enter: ({ kind }) => {
      found = kind === Kind.VARIABLE;
      return found ? BREAK : undefined;
    },
  });
  return found;
}
