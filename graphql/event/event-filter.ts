/** Which events a subscriber asks for, as clients say it. */

import { valueBounds } from '#domain/bounds/value.ts';
import { eventTypes } from '#domain/event-catalogue.ts';
import { done, type Outcome, type Refusal, refuseAll } from '#domain/refusal.ts';
import { publicId } from '#domain/value/ids.ts';
import { type EventNoun, eventFilter } from '#engine/event/event-filter.ts';
import type { FeedEvent } from '#engine/event/read-events.ts';
import { listQueues } from '#engine/queue/list-queues.ts';
import type { EventFilter } from '#graphql/generated/resolvers.ts';
import { bareId } from '#graphql/plumbing/ids.ts';
import type { RequestContext } from '#graphql/plumbing/request.ts';
import { orThrow } from '#graphql/plumbing/user-error.ts';

const meanings: Record<EventNoun, string> = {
  ALERT: 'Alerts.',
  CHANNEL: 'Channels on which people are told.',
  DELIVERY: 'Messages on their way through a channel.',
  JOB: 'Jobs, steps of runs included.',
  QUEUE: 'Queues.',
  RULE: 'Rules that say who is told of what.',
  RERUN: 'Batches of reruns.',
  RUN: 'Runs, without their steps.',
  SCHEDULE: 'Schedules, with every tick.',
  STEP: 'Steps of runs: their jobs, and those that wait without one.',
  TASK: 'Tasks.',
  TENANT: 'The tenant itself.',
  TOKEN: 'API tokens.',
  USER: 'Members of the tenant.',
  WORKFLOW: 'Workflows.',
  FAILURE: 'Kinds of failures, and what is done about them.',
};

export const eventFilterTypes = /* GraphQL */ `
  "What an event is about."
  enum EventNoun {
    ${Object.entries(meanings)
      .map(([noun, meaning]) => `"${meaning}"\n    ${noun}`)
      .join('\n    ')}
  }

  "Which events to get. One passes when its type is listed, if types are given, is about the noun and fits the query, if these are given, and concerns one of the named entities, if any are."
  input EventFilter {
    "Types of the event log as Event.type names them, for example job.started; at most ${eventTypes.length}. BAD_INPUT when there is no such type."
    types: [String!]
    "What they are about."
    noun: EventNoun
    "Of the list that this query asks for, in the grammar of the console's query bar: of jobs, or of runs when that is the noun. Ids and runs in it are held against every event; the rest keeps nothing back, because a job may come into the list or leave it: look at what you show."
    query: String
    "Events of these jobs, by id."
    jobs: [ID!]
    "Events of these runs and of their steps, by id."
    runs: [ID!]
    "Events of these schedules, by id."
    schedules: [ID!]
    "Events of these queues, by id or name. NOT_FOUND when there is no such queue."
    queues: [String!]
  }
`;

/** The question for each event. */
export async function wantedBy(context: RequestContext, filter: EventFilter): Promise<(event: FeedEvent) => boolean> {
  const { types, noun, query, jobs, schedules, queues } = filter;
  const runs = (filter.runs ?? []).map((id) => bareId('run', id));
  const entities = [
    ...runs,
    ...(jobs ?? []).map((id) => bareId('job', id)),
    ...(schedules ?? []).map((id) => bareId('schedule', id)),
    ...(queues ? orThrow(await queueIds(context, queues)) : []),
  ];
  const isNarrowed = Boolean(jobs ?? filter.runs ?? schedules ?? queues);
  return orThrow(
    eventFilter({
      ...(types && { types }),
      ...(noun && { noun }),
      ...(typeof query === 'string' && { query }),
      ...(isNarrowed && { entities: new Set(entities), runs: new Set(runs) }),
    }),
  );
}

async function queueIds({ engine }: RequestContext, idsOrNames: readonly string[]): Promise<Outcome<string[]>> {
  const queues = orThrow(await listQueues(engine));
  const idOf = new Map(queues.flatMap(({ id, name }) => [[publicId('queue', id), id] as const, [name, id] as const]));
  const refusals = idsOrNames.flatMap((text, n): Refusal[] => {
    if (idOf.has(text)) return [];
    const message = `there is no queue "${text.slice(0, valueBounds.nameLengthMax)}"`;
    return [{ code: 'NOT_FOUND', message, path: ['filter', 'queues', String(n)] }];
  });
  return refusals.length > 0 ? refuseAll(refusals) : done(idsOrNames.flatMap((text) => idOf.get(text) ?? []));
}
