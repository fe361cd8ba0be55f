/** What resolvers get: who asks, the engine's door for them, and their own loaders. */
import type { OutboundRules } from '#domain/outbound/admit-url.ts';
import type { ChannelMeans } from '#engine/channel/channel-means.ts';
import type { Feed } from '#engine/event/feed.ts';
import type { LogFeed } from '#engine/log/log-feed.ts';
import type { Actor, Context } from '#engine/store/context.ts';
import { type Loaders, openLoaders } from './loaders.ts';

/** A caller whose credentials hold, with the tenant chosen; a stranger has no right to anything. */
export type Caller = { actor: Actor; tenantId: string; isStranger: boolean };

/** Counts what goes into an answer. */
export type AnswerMeter = {
  /** Counts a value that goes into the answer under a name. Throws once the answer is too large. */
  count(name: string, value: unknown): void;
  isOver(): boolean;
};

/** What one socket may follow. */
export type Live = {
  feed: Feed;
  logs: LogFeed;
  metrics: LiveMetrics;
  /** Ends the socket: its reader has fallen too far behind. */
  tooSlow: () => void;
  /** Hears of what kept a follower from reading on; it tries again by itself. */
  onFault: (fault: unknown) => void;
};

/** What is counted about those who follow. */
export type LiveMetrics = {
  subscribers: { inc(): void; dec(): void };
  eventsDelivered: { inc(count: number): void };
  slowConsumers: { inc(): void };
};

export type RequestContext = {
  requestId: string;
  isStranger: boolean;
  /** What every command and query takes first. */
  engine: Context;
  loaders: Loaders;
  /** What messages can be sent by, and where their links begin. */
  means: ChannelMeans;
  links: { base: string };
  /** Which private places workers may call. */
  outbound: OutboundRules;
  /** The event feed; undefined over HTTP, where nothing can be followed. */
  live: Live | undefined;
  /** Undefined for a subscription, which answers without end. */
  meter: AnswerMeter | undefined;
  /** Where the event log stood before anything of the answer was read; undefined when nobody asks for it. */
  startCursor?: string;
};

/** The context of one request. */
export function requestContext(
  doors: Pick<Context, 'database' | 'hints'> & Pick<RequestContext, 'means' | 'links' | 'outbound'>,
  caller: Caller,
  request: Pick<RequestContext, 'requestId' | 'live' | 'meter'>,
): RequestContext {
  const { database, hints, means, links, outbound } = doors;
  const engine = { database, hints, actor: caller.actor, tenantId: caller.tenantId };
  return { ...request, isStranger: caller.isStranger, engine, means, links, outbound, loaders: openLoaders(engine) };
}
