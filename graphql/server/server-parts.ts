/** What all doors of one console process share. */
import type { Logger } from 'pino';
import { type OutboundRules, rulesOf } from '#domain/outbound/admit-url.ts';
import type { ChannelMeans } from '#engine/channel/channel-means.ts';
import type { Feed } from '#engine/event/feed.ts';
import type { LogFeed } from '#engine/log/log-feed.ts';
import type { SchemaWatch } from '#engine/store/connection/schema-gap.ts';
import type { Database } from '#engine/store/database.ts';
import type { Hints } from '#engine/store/hints.ts';
import { openSealing } from '#engine/store/secret/sealing.ts';
import type { Documents } from './documents.ts';
import type { Metrics } from './metrics.ts';
import type { Places } from './places.ts';

export type ServerParts = {
  database: Database;
  hints: Hints;
  /** Whether the database has what this release needs. */
  schema: SchemaWatch;
  feed: Feed;
  logs: LogFeed;
  documents: Documents;
  metrics: Metrics;
  places: Places;
  /** What messages can be sent by, and where their links begin. */
  means: ChannelMeans;
  links: { base: string };
  /** Which private places workers may call. */
  outbound: OutboundRules;
  log: Logger;
};

type SendingOptions = {
  mailFrom?: string | undefined;
  secretKey?: string | undefined;
  linkBase?: string;
  outboundAllow?: readonly string[];
};

/** What the settings say about the ways out of this installation. */
export function sendingOf(options: SendingOptions): Pick<ServerParts, 'means' | 'links' | 'outbound'> {
  const { mailFrom, secretKey, linkBase, outboundAllow } = options;
  const sealing = secretKey === undefined ? undefined : openSealing(secretKey);
  const links = { base: linkBase ?? 'http://localhost:3000' };
  return { means: { mailFrom, sealing }, links, outbound: rulesOf(outboundAllow ?? []) };
}
