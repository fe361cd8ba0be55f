/** What resolvers get: who asks, the engine's door for them, and their own loaders. */
import type { Context } from '#engine/store/context.ts';
import type { Live } from '#graphql/event/live.ts';
import { type AnswerMeter, openAnswerMeter } from '#graphql/limits/answer-meter.ts';
import type { Console } from '#graphql/server/fittings.ts';
import type { Caller } from './callers.ts';
import { type Loaders, openLoaders } from './loaders.ts';

export type RequestContext = {
  requestId: string;
  isStranger: boolean;
  /** What every command and query takes first. */
  engine: Context;
  loaders: Loaders;
  /** The event feed; undefined over HTTP, where nothing can be followed. */
  live: Live | undefined;
  /** Counts what goes into the answer; undefined for a subscription, which answers without end. */
  meter: AnswerMeter | undefined;
};

/** The context of one request. */
export function requestContext(
  house: Console,
  caller: Caller,
  request: { requestId: string; live: Live | undefined; isSubscription: boolean },
): RequestContext {
  const { database, hints } = house;
  const { requestId, live, isSubscription } = request;
  const engine = { database, hints, actor: caller.actor, tenantId: caller.tenantId };
  const meter = isSubscription ? undefined : openAnswerMeter();
  return { requestId, live, meter, isStranger: caller.isStranger, engine, loaders: openLoaders(engine) };
}
