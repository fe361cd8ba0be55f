/** Events: the event log, live. */
import { eventTypes as eventTypeNames } from '#domain/event-catalogue.ts';
import { publicId } from '#domain/value/ids.ts';
import { noTenantId } from '#engine/access/access.ts';
import type { FeedEvent } from '#engine/event/read-events.ts';
import { listQueues } from '#engine/queue/list-queues.ts';
import type { EventFilter, EventResolvers, SubscriptionResolvers } from '#graphql/generated/resolvers.ts';
import { requestError } from '#graphql/plumbing/errors.ts';
import { bareId, entityIdOf } from '#graphql/plumbing/ids.ts';
import type { Live, RequestContext } from '#graphql/plumbing/request.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';
import { followEvents, type LiveEvent } from './live.ts';

const names = eventTypeNames.join(', ');

export const eventTypes = /* GraphQL */ `
  "One line of the event log, or RESYNC_REQUIRED: the cursor is older than what is kept, so read afresh."
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
    "The id of what it happened to; null for RESYNC_REQUIRED."
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
  }

  "Which events to get. One passes when its type is listed, if types are given, and it concerns one of the named entities, if any are."
  input EventFilter {
    "Types of events, as Event.type names them."
    types: [String!]
    "Events of these jobs, by id."
    jobs: [ID!]
    "Events of these runs and of their steps, by id."
    runs: [ID!]
    "Events of these schedules, by id."
    schedules: [ID!]
    "Events of these queues, by id or name."
    queues: [String!]
  }

  extend type Subscription {
    "The tenant's events as they happen, or from a cursor on. Ordered per entity, at least once."
    events(
      "Which ones."
      filter: EventFilter
      "Everything later than this cursor; from now on when absent."
      after: Cursor
    ): Event!
    "The events of one run and its steps as they happen, or from a cursor on. Ordered by seq."
    runEvents(
      "The run's id."
      run: ID!
      "Everything later than this cursor; from now on when absent."
      after: Cursor
    ): Event!
  }
`;

const Event: EventResolvers = {
  tenant: (event) => publicId('tenant', event.tenantId),
  entityId: (event) => (event.entityId === null ? null : entityIdOf(event.type, event.entityId)),
};

const Subscription: SubscriptionResolvers = {
  events: {
    subscribe: async (_, { filter, after }, context) => {
      const live = liveOf(context);
      const wants = await wanted(context, filter ?? {});
      return followEvents(
        live,
        { tenantId: context.engine.tenantId, ...(typeof after === 'string' && { after }) },
        wants,
      );
    },
    resolve: (event: LiveEvent) => event,
  },
  runEvents: {
    subscribe: async (_, { run, after }, context) => {
      const live = liveOf(context);
      const runId = bareId('run', run);
      if ((await context.loaders.run.load(runId)) === undefined)
        throw requestError('NOT_FOUND', 'there is no such run', 404);
      const scope = { tenantId: context.engine.tenantId, runId };
      return followEvents(live, { ...scope, ...(typeof after === 'string' && { after }) }, () => true);
    },
    resolve: (event: LiveEvent) => event,
  },
};

export const eventResolvers = { Event, Subscription };

async function wanted(context: RequestContext, filter: EventFilter): Promise<(event: FeedEvent) => boolean> {
  const types = filter.types ? new Set(filter.types) : undefined;
  const runs = new Set((filter.runs ?? []).map((id) => bareId('run', id)));
  const entities = new Set([
    ...runs,
    ...(filter.jobs ?? []).map((id) => bareId('job', id)),
    ...(filter.schedules ?? []).map((id) => bareId('schedule', id)),
    ...(filter.queues ? await queueIds(context, filter.queues) : []),
  ]);
  const isNarrowed = Boolean(filter.jobs ?? filter.runs ?? filter.schedules ?? filter.queues);
  return (event) => {
    if (types !== undefined && !types.has(event.type)) return false;
    if (!isNarrowed || entities.has(event.entityId)) return true;
    return event.runId !== null && runs.has(event.runId);
  };
}

async function queueIds({ engine }: RequestContext, idsOrNames: readonly string[]): Promise<string[]> {
  const queues = orThrow(await listQueues(engine));
  const idOfName = new Map(queues.map((queue) => [queue.name, queue.id]));
  return idsOrNames.map((text) => idOfName.get(text) ?? bareId('queue', text));
}

function liveOf({ live, engine }: RequestContext): Live {
  if (live === undefined) throw requestError('BAD_REQUEST', 'subscriptions go over WebSocket', 400);
  if (!engine.actor.permissions.has('read')) throw requestError('FORBIDDEN', 'you may not read here', 403);
  if (engine.tenantId === noTenantId) {
    throw requestError('FORBIDDEN', 'no tenant is chosen: name one in connectionParams', 403);
  }
  return live;
}
