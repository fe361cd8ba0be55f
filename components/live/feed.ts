/**
 * The live feed: one WebSocket for the page, any number of followers on it. Each follower resumes after the last message
 * it got, so neither a broken connection nor a pause loses anything. Whatever ends the connection, it begins anew by
 * itself: how soon, and what is said meanwhile, is in connection/close-meaning.ts.
 */
import { type Client, createClient } from 'graphql-ws';
import { tenantParams } from '#components/api/tenant-header.ts';
import { type CloseMeaning, meaningOf } from './connection/close-meaning.ts';
import { type FeedWorld, pageWorld } from './connection/feed-world.ts';
import { Following } from './connection/following.ts';
import { growingWaitMs } from './connection/growing-wait.ts';
import {
  eventsRequest,
  type FeedMessage,
  type FeedRequest,
  type LogNews,
  pulsesRequest,
} from './connection/requests.ts';
import { followWhole, type WholeFollower } from './connection/whole-following.ts';
import type { FeedState } from './connection-look.ts';
import { type Follower, frameBatch } from './frame-batch.ts';
import type { Topic } from './live-event.ts';

// A browser tries again this often at least, so that a restarted console is found at once.
const reconnectDelayMsMax = 10_000;
// A page that the console does not take asks again so seldom that a hundred of them are no load.
const feedRestMsMax = 60_000;
// A socket that answers no ping for this long is half open.
const pongMsMax = 5_000;

/** Where to begin: the `eventCursor` of what is shown. */
type From = { after: string | undefined };
export type PulseFollower = {
  onBeat: () => void;
  /** Everything up to here was told; to follow on from. */
  onCursor?: ((cursor: string) => void) | undefined;
};

export type LogFollower = {
  onNews: (news: LogNews) => void;
  /** Something may have been missed: read afresh. */
  onGap: () => void;
};

type FeedParts = { tenant: string | undefined; onSignedOut: () => void; world?: FeedWorld };

const keepAliveMs = 12_000;
// Going from page to page must not close the socket in between.
const lingerMs = 5_000;
const reconnectWaits = { firstMs: 250, mostMs: reconnectDelayMsMax };
const restWaits = { firstMs: 5_000, mostMs: feedRestMsMax };
const refusedWhy = 'The console does not let a part of this page follow; what it shows is read afresh meanwhile';

/** Follows events over one connection. Opens it with the first follower and closes it after the last. */
export class Feed {
  #state: FeedState = { kind: 'connecting' };
  #isOpen = false;
  // Closes in a row without a message in between.
  #losses = 0;
  #restart: { meaning: CloseMeaning; cancel: () => void } | undefined;
  #leavePong: () => void = () => undefined;
  readonly #followings = new Set<Following>();
  readonly #listeners = new Set<() => void>();
  readonly #client: Client;
  readonly #world: FeedWorld;
  readonly #onSignedOut: () => void;

  /** Everything that is followed here is about the tenant, for good. */
  constructor({ tenant, onSignedOut, world = pageWorld }: FeedParts) {
    this.#onSignedOut = onSignedOut;
    this.#world = world;
    this.#client = createClient({
      url: world.url,
      ...(world.webSocketImpl !== undefined && { webSocketImpl: world.webSocketImpl }),
      connectionParams: tenantParams(tenant),
      lazy: true,
      lazyCloseTimeout: lingerMs,
      keepAlive: keepAliveMs,
      // It gives up after some codes for good; the feed never does.
      retryAttempts: 0,
      on: {
        connected: () => this.#opened(),
        closed: (event) => this.#lost(codeOf(event)),
        ping: (isReceived) => !isReceived && this.#awaitPong(),
        pong: (isReceived) => isReceived && this.#leavePong(),
      },
    });
  }

  /** Hands on every event of the topic later than `after`; without it from now on, a run's from its first on. Returns how to stop. */
  follow(topic: Topic, { after, ...follower }: Follower & From): () => void {
    const batch = frameBatch(follower, this.#world.frames);
    const take = ({ events, runEvents }: FeedMessage) => {
      const event = events ?? runEvents;
      if (event !== undefined) batch.add(event);
      return event?.cursor;
    };
    const leave = this.#add(eventsRequest(topic, after), { take, onGap: batch.resync });
    return () => {
      leave();
      batch.drop();
    };
  }

  /** Hands on every event of a run from its first one on, each in its place. Returns how to stop. */
  followWhole(run: string, follower: WholeFollower): () => void {
    const follow = (from: Follower & From) => this.follow({ kind: 'run', run }, from);
    return followWhole({ follow, world: this.#world }, follower);
  }

  /** Tells that something happened, at most once in `everyMs`, and what lies before `after` not at all. Returns how to stop. */
  pulse(topic: Topic, { after, everyMs, onBeat, onCursor }: PulseFollower & From & { everyMs: number }): () => void {
    const take = ({ pulses }: FeedMessage) => {
      if (pulses === undefined) return undefined;
      onCursor?.(pulses.cursor);
      if (pulses.events !== 0) onBeat();
      return pulses.cursor;
    };
    return this.#add(pulsesRequest(topic, { after, everyMs }), { take, onGap: onBeat });
  }

  /** Hands on what is written to a log, message by message. Returns how to stop. */
  followLog(request: FeedRequest, { onNews, onGap }: LogFollower): () => void {
    const take = ({ jobLog, runLog }: FeedMessage) => {
      const news = jobLog ?? runLog;
      if (news !== undefined) onNews(news);
      return news?.cursor;
    };
    return this.#add(request, { take, onGap });
  }

  /** Stops every follower where it is, until the reader wants to see on. */
  readonly pause = (): void => {
    if (this.#state.kind === 'paused') return;
    this.#leaveRestart();
    this.#become({ kind: 'paused', sinceMs: this.#trueUntilMs() });
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

  #add(
    request: FeedRequest,
    { take, onGap }: { take: (message: FeedMessage) => string | undefined; onGap: () => void },
  ): () => void {
    const following = new Following({
      client: this.#client,
      world: this.#world,
      request,
      take,
      onGap,
      onChange: () => this.#heardOf(following),
      onBroken: () => this.#startLater(meaningOf(undefined)),
    });
    this.#followings.add(following);
    // While it rests, nobody new wakes it.
    if (this.#state.kind !== 'paused' && this.#restart === undefined) following.go();
    return () => {
      this.#followings.delete(following);
      following.hold();
      this.#show();
    };
  }

  #become(state: FeedState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #trueUntilMs(): number {
    return 'sinceMs' in this.#state ? this.#state.sinceMs : this.#world.nowMs();
  }

  /** While it is open: live, unless a part of the page is not. */
  #show(): void {
    const { kind } = this.#state;
    if (!this.#isOpen || kind === 'paused') return;
    const isWhole = ![...this.#followings].some((following) => following.isRefused());
    if (isWhole && kind !== 'live') this.#become({ kind: 'live' });
    if (!isWhole && kind !== 'stopped')
      this.#become({ kind: 'stopped', sinceMs: this.#world.nowMs(), why: refusedWhy });
  }

  #heardOf(following: Following): void {
    if (!following.isRefused()) this.#losses = 0;
    // Each message comes by here: as long as all is well there is nothing to find out.
    if (this.#state.kind !== 'live' || following.isRefused()) this.#show();
  }

  #opened(): void {
    this.#isOpen = true;
    this.#show();
  }

  #lost(code: number | undefined): void {
    this.#isOpen = false;
    this.#leavePong();
    const { kind } = this.#state;
    if (kind === 'paused') return;
    // A page that follows nothing closes its socket, and misses nothing.
    if (this.#followings.size === 0) this.#become({ kind: 'connecting' });
    else this.#startLater(meaningOf(code));
  }

  #startLater(meaning: CloseMeaning): void {
    const { kind } = this.#state;
    // A broken socket is told of more than once; the word with the longer rest counts.
    const isToldAlready =
      this.#restart !== undefined && (meaning.act === 'reconnect' || this.#restart.meaning.act === meaning.act);
    if (kind === 'paused' || isToldAlready) return;
    if (meaning.act === 'sign-in') this.#onSignedOut();
    if (meaning.act === 'reread') for (const following of this.#followings) following.reread();
    this.#leaveRestart();
    const sinceMs = this.#trueUntilMs();
    if (meaning.act !== 'reconnect') this.#become({ kind: 'stopped', sinceMs, why: meaning.why });
    else if (kind !== 'connecting') this.#become({ kind: 'reconnecting', sinceMs });
    const waits = meaning.act === 'reconnect' ? reconnectWaits : restWaits;
    const waitMs = growingWaitMs(this.#losses, waits, this.#world.share());
    this.#losses += 1;
    this.#restart = { meaning, cancel: this.#afterOrOnReturn(waitMs, meaning) };
  }

  #afterOrOnReturn(waitMs: number, { act }: CloseMeaning): () => void {
    const start = () => {
      this.#leaveRestart();
      for (const following of this.#followings) following.go();
    };
    const cancel = this.#world.after(waitMs, start);
    // A machine that is back on its network need not wait.
    const leave = act === 'reconnect' ? this.#world.onReturn(start) : () => undefined;
    return () => {
      cancel();
      leave();
    };
  }

  #leaveRestart(): void {
    this.#restart?.cancel();
    this.#restart = undefined;
  }

  #awaitPong(): void {
    this.#leavePong();
    this.#leavePong = this.#world.after(pongMsMax, () => this.#client.terminate());
  }
}

function codeOf(event: unknown): number | undefined {
  const code: unknown = typeof event === 'object' && event !== null && 'code' in event ? event.code : undefined;
  return typeof code === 'number' ? code : undefined;
}
