/** What resolvers get: who asks, the engine's door for them, and their own loaders. */
import type { Context } from '#engine/context.ts';
import type { Live } from './live.ts';

export type RequestContext = {
  requestId: string;
  isStranger: boolean;
  /** What every command and query takes first. */
  engine: Context;
  /** The event feed; undefined over HTTP, where nothing can be followed. */
  live: Live | undefined;
};
