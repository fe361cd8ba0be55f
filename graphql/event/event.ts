/** Events: the event log, live. */
import { eventTypes as eventTypeNames } from '#domain/event-catalogue.ts';
import { type Outcome, refuse } from '#domain/refusal.ts';
import { parseDurationMs } from '#domain/value/duration.ts';
import { publicId } from '#domain/value/ids.ts';
import { machineOf } from '#engine/access/member/load-actors.ts';
import type { Subscription as Scope } from '#engine/event/delivery.ts';
import { actorOf } from '#graphql/access/actor.ts';
import type { EventResolvers, SubscriptionResolvers } from '#graphql/generated/resolvers.ts';
import { limits } from '#graphql/limits/bounds.ts';
import { requestError } from '#graphql/plumbing/errors.ts';
import { bareId, entityIdOf } from '#graphql/plumbing/ids.ts';
import type { RequestContext } from '#graphql/plumbing/request.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';
import { eventFilterTypes, wantedBy } from './event-filter.ts';
import { followEvents, type LiveEvent } from './live.ts';
import { liveOf } from './live-of.ts';
import { followPulses, type LivePulse } from './pulses.ts';

const names = eventTypeNames.join(', ');

export const eventTypes = /* GraphQL */ `
  "One line of the event log, or RESYNC_REQUIRED: the cursor is older than what is kept, so read afresh. Who asks for marks also gets CURSOR_ADVANCED: nothing up to its cursor is new."
  type Event {
    "Resume after it: everything later follows, at least once."
    cursor: Cursor!
    "1, 2, 3 and so on within a run, without a gap; null outside runs."
    seq: Int
    "Noun and what happened: ${names}, or RESYNC_REQUIRED."
    type: String!
    "When, by the database's clock."
    at: DateTime!
    "The tenant's id."
    tenant: ID!
    "The id of what it happened to; null for RESYNC_REQUIRED and CURSOR_ADVANCED."
    entityId: ID
    "The state before."
    from: String
    "The state after."
    to: String
    "Why, in a sentence."
    reason: String
    "For jobs: how many attempts count after it; null when it changed nothing about them."
    attempt: Int
    "What else is known, by type of event."
    payload: JSON
    "Who did it, by name; null for RESYNC_REQUIRED and CURSOR_ADVANCED."
    by: Actor
  }

  ${eventFilterTypes}

  "Something moved: how much, and where to go on from."
  type Pulse {
    "Resume after it: everything later is counted, at least once."
    cursor: Cursor!
    "How many events passed since the beat before. 0 says only that the log went on; null that more was missed than is counted."
    events: Int
  }

  extend type Subscription {
    "The tenant's events as they happen, or from a cursor on. Ordered per entity, at least once."
    events(
      "Which ones."
      filter: EventFilter
      "Everything later than this cursor; from now on when absent."
      after: Cursor
      "Tells a newer cursor now and then while no event passes, and one at the beginning: an event of the type CURSOR_ADVANCED. Whoever resumes after it replays little."
      marks: Boolean! = false
    ): Event!
    "That something happened, without saying what: for whoever reads afresh anyway. The first one comes at once."
    pulses(
      "Which events count."
      filter: EventFilter
      "Everything later than this cursor; from now on when absent."
      after: Cursor
      "At most one in this time, however many events pass: PT0.25S to PT1M."
      every: Duration! = "PT1S"
    ): Pulse!
    "The events of one run and its steps as they happen, or from a cursor on. Ordered by seq."
    runEvents(
      "The run's id."
      run: ID!
      "Everything later than this cursor; from the run's first event on when absent."
      after: Cursor
      "Tells a newer cursor now and then while nothing happens in the run, and one at the beginning: an event of the type CURSOR_ADVANCED."
      marks: Boolean! = false
    ): Event!
  }
`;

const Event: EventResolvers = {
  tenant: (event) => publicId('tenant', event.tenantId),
  entityId: (event) => (event.entityId === null ? null : entityIdOf(event.type, event.entityId)),
  by: ({ actor }, _, { loaders }) => (actor === null ? null : (machineOf(actor) ?? actorOf(loaders, actor))),
};

const Subscription: SubscriptionResolvers = {
  events: {
    subscribe: async (_, { filter, after, marks }, context) => {
      const live = liveOf(context);
      const wants = await wantedBy(context, filter ?? {});
      return followEvents(live, scopeOf(context, after), { wants, marks });
    },
    resolve: (event: LiveEvent) => event,
  },
  pulses: {
    subscribe: async (_, { filter, after, every }, context) => {
      const live = liveOf(context);
      const everyMs = orThrow(readPace(every));
      const wants = await wantedBy(context, filter ?? {});
      return followPulses(live, scopeOf(context, after), { wants, everyMs });
    },
    resolve: (pulse: LivePulse) => pulse,
  },
  runEvents: {
    subscribe: async (_, { run, after, marks }, context) => {
      const live = liveOf(context);
      const runId = bareId('run', run);
      if ((await context.loaders.run.load(runId)) === undefined)
        throw requestError('NOT_FOUND', 'there is no such run', 404);
      const wants = () => true;
      return followEvents(live, { ...scopeOf(context, after), runId }, { wants, marks });
    },
    resolve: (event: LiveEvent) => event,
  },
};

export const eventResolvers = { Event, Subscription };

function scopeOf({ engine }: RequestContext, after: unknown): Scope {
  return { tenantId: engine.tenantId, ...(typeof after === 'string' && { after }) };
}

function readPace(every: string): Outcome<number> {
  const everyMs = parseDurationMs(every, ['every']);
  if (!everyMs.ok || (everyMs.value >= limits.pulseEveryMsMin && everyMs.value <= limits.pulseEveryMsMax))
    return everyMs;
  return refuse('BAD_DURATION', `${every} is outside of PT0.25S to PT1M`, ['every']);
}
