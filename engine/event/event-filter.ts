/**
 * Which events a subscriber gets, decided from an event alone. What only the row of the entity tells, or what changes
 * while it is followed, keeps nothing back: an event too many is dropped by who gets it, one too few is never missed.
 */
import { valueBounds } from '#domain/bounds/value.ts';
import { eventTypes, isEventType } from '#domain/event-catalogue.ts';
import { readJobFilter } from '#domain/job/job-filter.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { readRunFilter } from '#domain/run/run-filter.ts';
import { nearName } from '#domain/value/near-name.ts';
import type { FeedEvent } from './read-events.ts';

/** Whose events; a step is a job of a run. */
export const eventNouns = [
  'ALERT',
  'CHANNEL',
  'DELIVERY',
  'JOB',
  'QUEUE',
  'RULE',
  'RERUN',
  'RUN',
  'SCHEDULE',
  'STEP',
  'TASK',
  'TENANT',
  'TOKEN',
  'USER',
  'WORKFLOW',
  'FAILURE',
] as const;
export type EventNoun = (typeof eventNouns)[number];

/** Every condition must hold; an absent one holds always. Ids are bare uuids. */
export type EventConditions = {
  /** Names of the catalogue. */
  types?: readonly string[] | undefined;
  noun?: EventNoun | undefined;
  /** In the grammar of the query bar; of jobs unless `noun` says otherwise. */
  query?: string | undefined;
  /** One of these, or in one of the runs. */
  entities?: ReadonlySet<string> | undefined;
  runs?: ReadonlySet<string> | undefined;
};

type Wanted = (event: FeedEvent) => boolean;

/** The question for each event; refused when a type is none, or the query cannot be read or belongs to no list. */
export function eventFilter(conditions: EventConditions): Outcome<Wanted> {
  const { entities, query } = conditions;
  const unknown = refuseTypes(conditions.types ?? []);
  if (unknown.length > 0) return refuseAll(unknown);
  const types = conditions.types && new Set(conditions.types);
  const runs = conditions.runs ?? new Set();
  const noun = conditions.noun ?? (query === undefined ? undefined : 'JOB');
  const asked = query === undefined ? done(always) : readQuery(query, noun ?? 'JOB');
  if (!asked.ok) return asked;
  return done(
    (event) =>
      (types === undefined || types.has(event.type)) &&
      (noun === undefined || isOf(noun, event)) &&
      (entities === undefined || entities.has(event.entityId) || (event.runId !== null && runs.has(event.runId))) &&
      asked.value(event),
  );
}

const always: Wanted = () => true;

// No event would ever be of such a type, and whoever follows would wait in silence.
function refuseTypes(types: readonly string[]): Refusal[] {
  const path = ['filter', 'types'];
  if (types.length > eventTypes.length)
    return [{ code: 'TOO_LARGE', message: `a filter names at most ${eventTypes.length} types of events`, path }];
  return types.flatMap((type, n): Refusal[] => {
    if (isEventType(type)) return [];
    const meant = nearName(type, eventTypes);
    const advice = meant === undefined ? `known are ${eventTypes.join(', ')}` : `write ${meant}`;
    const message = `"${type.slice(0, valueBounds.nameLengthMax)}" is no type of event that a filter names; ${advice}`;
    return [{ code: 'BAD_INPUT', message, path: [...path, String(n)] }];
  });
}

function isOf(noun: EventNoun, { type, runId }: FeedEvent): boolean {
  if (noun === 'STEP') return runId !== null && (type.startsWith('job.') || type.startsWith('step.'));
  return type.startsWith(`${noun.toLowerCase()}.`);
}

function readQuery(query: string, noun: EventNoun): Outcome<Wanted> {
  const path = ['filter'];
  // No condition on time is kept, so any instant will do to read one against.
  if (noun === 'JOB' || noun === 'STEP') {
    const jobs = readJobFilter({ query }, 0, path);
    return jobs.ok ? done(among(jobs.value)) : jobs;
  }
  if (noun === 'RUN') {
    const runs = readRunFilter({ query }, 0, path);
    return runs.ok ? done(among({ ids: runs.value.ids })) : runs;
  }
  return refuse('BAD_INPUT', `a query asks for jobs, steps or runs, not for the noun ${noun}`, [...path, 'query']);
}

// An event names the entity and the run that it belongs to, for good; its queue, task and labels it does not name.
function among({ ids, runs }: { ids?: string[] | undefined; runs?: string[] | undefined }): Wanted {
  if (ids === undefined && runs === undefined) return always;
  const [ofEntity, ofRun] = [ids && new Set(ids), runs && new Set(runs)];
  return ({ entityId, runId }) =>
    (ofEntity === undefined || ofEntity.has(entityId)) && (ofRun === undefined || (runId !== null && ofRun.has(runId)));
}
