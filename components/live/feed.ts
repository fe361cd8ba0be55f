/**
 * The live feed: one WebSocket for the page, any number of followers on it. Each follower resumes after the last event
 * it got, so neither a broken connection nor a pause loses anything.
 */
import { type Client, type CloseCode, createClient } from 'graphql-ws';
import { stringifyDocument } from 'urql';
import { tenantParams } from '#components/api/tenant-header.ts';
import { EventsDocument, RunEventsDocument } from '#components/generated/documents.ts';
import { bounds } from '#domain/bounds.ts';
import type { FeedState } from './connection-look.ts';
import { type Follower, type FrameBatch, frameBatch } from './frame-batch.ts';
import type { LiveEvent, Topic } from './live-event.ts';

// The browser refuses both functions when they are called as methods of another object.
const windowFrames = {
  schedule: (work: () => void) => requestAnimationFrame(work),
  unschedule: (frame: number) => cancelAnimationFrame(frame),
};

/** One follower's subscription: held while the reader has paused. */
type Following = { go: () => void; hold: () => void };
type Message = { events?: LiveEvent; runEvents?: LiveEvent };

const keepAliveMs = 12_000;
// Going from page to page must not close the socket in between.
const lingerMs = 5_000;
const resubscribeMs = 1_000;
const unauthorized: CloseCode = 4401;

/** Follows events over one connection. Opens it with the first follower and closes it after the last. */
export class Feed {
  #state: FeedState = { kind: 'connecting' };
  #isOpen = false;
  #pong: ReturnType<typeof setTimeout> | undefined;
  readonly #followings = new Set<Following>();
  readonly #listeners = new Set<() => void>();
  readonly #client: Client;
  readonly #onSignedOut: () => void;

  /** Everything that is followed here is about the tenant, for good. */
  constructor({ tenant, onSignedOut }: { tenant: string | undefined; onSignedOut: () => void }) {
    this.#onSignedOut = onSignedOut;
    this.#client = createClient({
      url: socketUrl,
      connectionParams: tenantParams(tenant),
      lazy: true,
      lazyCloseTimeout: lingerMs,
      keepAlive: keepAliveMs,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      retryWait: waitToReconnect,
      on: {
        connected: () => this.#opened(),
        closed: () => this.#lost(),
        ping: (isReceived) => !isReceived && this.#awaitPong(),
        pong: (isReceived) => isReceived && clearTimeout(this.#pong),
      },
    });
  }

  /** Hands on every event of the topic later than `after`; without it a run's from its first on. Returns how to stop. */
  follow(topic: Topic, { after, ...follower }: Follower & { after: string | undefined }): () => void {
    const batch = frameBatch(follower, windowFrames);
    const following = this.#subscribe(requestOf(topic, after), { batch, onResync: follower.onResync });
    this.#followings.add(following);
    if (this.#state.kind !== 'paused') following.go();
    return () => {
      this.#followings.delete(following);
      following.hold();
      batch.drop();
    };
  }

  /** Stops every follower where it is, until the reader wants to see on. */
  readonly pause = (): void => {
    if (this.#state.kind === 'paused') return;
    this.#become({ kind: 'paused', sinceMs: this.#state.kind === 'reconnecting' ? this.#state.sinceMs : Date.now() });
    for (const following of this.#followings) following.hold();
  };

  /** Every follower goes on after its last event. */
  readonly resume = (): void => {
    if (this.#state.kind !== 'paused') return;
    this.#become(this.#isOpen ? { kind: 'live' } : { kind: 'reconnecting', sinceMs: this.#state.sinceMs });
    for (const following of this.#followings) following.go();
  };

  /** The network is gone: a socket that cannot be heard of need not be waited for. */
  readonly drop = (): void => {
    if (this.#isOpen) this.#client.terminate();
  };

  readonly state = (): FeedState => this.#state;

  readonly listen = (onChange: () => void): (() => void) => {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  };

  #subscribe(request: Request, { batch, onResync }: { batch: FrameBatch; onResync: () => void }): Following {
    let stop = () => {};
    let again: ReturnType<typeof setTimeout> | undefined;
    // A subscription that was left still says that it is complete, which must not open another one.
    let round = 0;
    const go = () => {
      round += 1;
      const mine = round;
      const later = (work: () => void) => {
        if (mine === round) again = setTimeout(work, resubscribeMs);
      };
      stop = this.#client.subscribe<Message>(request, {
        next: ({ data }) => {
          const event = data?.events ?? data?.runEvents;
          if (event === undefined || mine !== round) return;
          request.variables.after = event.cursor;
          batch.add(event);
        },
        error: (reason) => {
          if (isSignedOut(reason)) this.#onSignedOut();
          // A refused cursor stays refused: only a fresh snapshot helps, and it brings its own follower. A refused
          // connection, too: the answer to the snapshot says whether the session or the tenant is gone.
          else later(onResync);
        },
        // The server ends a subscription when it shuts down; ours ends only when it is held.
        complete: () => later(go),
      });
    };
    const hold = () => {
      round += 1;
      clearTimeout(again);
      stop();
    };
    return { go, hold };
  }

  #become(state: FeedState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #opened(): void {
    this.#isOpen = true;
    if (this.#state.kind !== 'paused') this.#become({ kind: 'live' });
  }

  #lost(): void {
    this.#isOpen = false;
    clearTimeout(this.#pong);
    if (this.#state.kind !== 'live') return;
    // A page that follows nothing closes its socket, and misses nothing.
    this.#become(this.#followings.size === 0 ? { kind: 'connecting' } : { kind: 'reconnecting', sinceMs: Date.now() });
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

// Spread, so that a restarted console is not met by all browsers at once. A machine that is back on its network need not wait.
async function waitToReconnect(retries: number): Promise<void> {
  const delayMs = Math.min(250 * 2 ** retries, bounds.reconnectDelayMsMax) * (0.5 + Math.random() / 2);
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, delayMs);
  const isBack = () => resolve();
  window.addEventListener('online', isBack);
  await promise;
  clearTimeout(timer);
  window.removeEventListener('online', isBack);
}

type Request = ReturnType<typeof requestOf>;

// The client writes the request out anew whenever the connection comes back, so moving `after` on is enough to resume.
function requestOf(topic: Topic, after: string | undefined) {
  if (topic.kind === 'run') {
    return { query: stringifyDocument(RunEventsDocument), variables: { run: topic.run, after } };
  }
  return { query: stringifyDocument(EventsDocument), variables: { filter: topic.filter, after } };
}

function isSignedOut(reason: unknown): boolean {
  return reason instanceof CloseEvent && reason.code === unauthorized;
}
