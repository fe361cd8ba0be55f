/**
 * The live feed: one WebSocket for the page, any number of followers on it. Each follower resumes after the last event
 * it got, so a broken connection loses nothing.
 */
import { type Client, type CloseCode, createClient } from 'graphql-ws';
import { stringifyDocument } from 'urql';
import { chosenTenant } from '#components/api/chosen-tenant.ts';
import { EventsDocument, RunEventsDocument } from '#components/generated/documents.ts';
import { bounds } from '#domain/bounds.ts';
import { type Follower, frameBatch } from './frame-batch.ts';
import type { LiveEvent, Topic } from './live-event.ts';

/** How far what is shown can be trusted. `sinceMs` is when the connection was lost, by the reader's clock. */
export type FeedState = { kind: 'connecting' } | { kind: 'live' } | { kind: 'reconnecting'; sinceMs: number };

// The browser refuses both functions when they are called as methods of another object.
const windowFrames = {
  schedule: (work: () => void) => requestAnimationFrame(work),
  unschedule: (frame: number) => cancelAnimationFrame(frame),
};

type Message = { events?: LiveEvent; runEvents?: LiveEvent };

const keepAliveMs = 12_000;
// Going from page to page must not close the socket in between.
const lingerMs = 5_000;
const resubscribeMs = 1_000;
const unauthorized: CloseCode = 4401;
const forbidden: CloseCode = 4403;

/** Follows events over one connection. Opens it with the first follower and closes it after the last. */
export class Feed {
  #state: FeedState = { kind: 'connecting' };
  #pong: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #client: Client;
  readonly #onSignedOut: () => void;

  constructor({ onSignedOut }: { onSignedOut: () => void }) {
    this.#onSignedOut = onSignedOut;
    this.#client = createClient({
      url: socketUrl,
      connectionParams: () => {
        const tenant = chosenTenant();
        return tenant === undefined ? {} : { tenant };
      },
      lazy: true,
      lazyCloseTimeout: lingerMs,
      keepAlive: keepAliveMs,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      retryWait: waitToReconnect,
      on: {
        connected: () => this.#become({ kind: 'live' }),
        closed: () => this.#lost(),
        ping: (isReceived) => !isReceived && this.#awaitPong(),
        pong: (isReceived) => isReceived && clearTimeout(this.#pong),
      },
    });
  }

  /** Hands on every event of the topic later than `after`. Returns how to stop. */
  follow(topic: Topic, { after, ...follower }: Follower & { after: string }): () => void {
    const batch = frameBatch(follower, windowFrames);
    const request = requestOf(topic, after);
    let stop = () => {};
    let again: ReturnType<typeof setTimeout> | undefined;
    const start = () => {
      stop = this.#client.subscribe<Message>(request, {
        next: ({ data }) => {
          const event = data?.events ?? data?.runEvents;
          if (event === undefined) return;
          request.variables.after = event.cursor;
          batch.add(event);
        },
        error: (reason) => {
          if (isSignedOut(reason)) this.#onSignedOut();
          else again = setTimeout(startAfresh, resubscribeMs);
        },
        // The server ends a subscription when it shuts down; ours ends only through `stop`.
        complete: () => {
          if (!isStopped) again = setTimeout(start, resubscribeMs);
        },
      });
    };
    // A refused cursor stays refused: only a fresh snapshot helps, and it brings its own follower.
    const startAfresh = () => {
      if (!isStopped) follower.onResync();
    };
    let isStopped = false;
    start();
    return () => {
      isStopped = true;
      clearTimeout(again);
      batch.drop();
      stop();
    };
  }

  readonly state = (): FeedState => this.#state;

  readonly listen = (onChange: () => void): (() => void) => {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  };

  #become(state: FeedState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #lost(): void {
    clearTimeout(this.#pong);
    if (this.#state.kind === 'live') this.#become({ kind: 'reconnecting', sinceMs: Date.now() });
  }

  #awaitPong(): void {
    clearTimeout(this.#pong);
    this.#pong = setTimeout(() => this.#client.terminate(), bounds.pongMsMax);
  }
}

function socketUrl(): string {
  const { protocol, host } = window.location;
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql`;
}

// Spread, so that a restarted console is not met by all browsers at once.
async function waitToReconnect(retries: number): Promise<void> {
  const delayMs = Math.min(250 * 2 ** retries, bounds.reconnectDelayMsMax) * (0.5 + Math.random() / 2);
  await new Promise((resolve) => setTimeout(resolve, delayMs));
}

// The client writes the request out anew whenever the connection comes back, so moving `after` on is enough to resume.
function requestOf(topic: Topic, after: string) {
  if (topic.kind === 'run') {
    return { query: stringifyDocument(RunEventsDocument), variables: { run: topic.run, after } };
  }
  return { query: stringifyDocument(EventsDocument), variables: { filter: topic.filter, after } };
}

function isSignedOut(reason: unknown): boolean {
  return reason instanceof CloseEvent && (reason.code === unauthorized || reason.code === forbidden);
}
