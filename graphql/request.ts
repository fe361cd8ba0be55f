/** What resolvers get: who asks, the engine's door for them, and their own loaders. */
import type { Context } from '#engine/context.ts';
import type { Caller } from './callers.ts';
import type { Console } from './console.ts';
import type { Live } from './live.ts';
import { type Loaders, openLoaders } from './loaders.ts';

export type RequestContext = {
  requestId: string;
  isStranger: boolean;
  /** What every command and query takes first. */
  engine: Context;
  loaders: Loaders;
  /** The event feed; undefined over HTTP, where nothing can be followed. */
  live: Live | undefined;
};

/** The context of one request. */
export function requestContext(
  house: Console,
  caller: Caller,
  request: { requestId: string; live: Live | undefined },
): RequestContext {
  const { database, hints } = house;
  const engine = { database, hints, actor: caller.actor, tenantId: caller.tenantId };
  return { ...request, isStranger: caller.isStranger, engine, loaders: openLoaders(engine) };
}
