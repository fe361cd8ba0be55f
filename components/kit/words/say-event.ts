/** What happened to a job or a run, as a sentence that a person would say. */
import type { ActorNameFragment } from '#components/generated/actor.ts';
import { saySpan } from '#components/time/say-time.ts';
import type { EventPayload } from '#domain/event-catalogue.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { sayCount } from '#domain/value/say-count.ts';
import { titleOfEvent } from './event-titles.ts';
import { sayActor } from './say-actor.ts';
import { isCode, sayReason } from './say-code.ts';
import { sayError } from './say-error.ts';
import { shortId } from './short-id.ts';

/** An event as it was told. */
export type SaidEvent = {
  type: string;
  from: string | null;
  to: string | null;
  reason: string | null;
  attempt: number | null;
  payload: unknown;
  by?: ActorNameFragment | null;
};

/** What is known beside the event; without it, the sentence says less. */
export type Around = {
  /** How many attempts the job has. */
  maxAttempts?: number | undefined;
  /** How long it took until the next attempt began. */
  waitedMs?: number | undefined;
  error?: { type: string; message: string } | undefined;
};

/** The sentence. What only its type is known of is called by its title, with the reason that somebody gave. */
export function sayEvent(event: SaidEvent, around: Around = {}): string {
  const said = sayers[event.type]?.(event, around) ?? `${titleOfEvent(event.type)}${because(event)}`;
  return said.charAt(0).toUpperCase() + said.slice(1);
}

type Sayer = (event: SaidEvent, around: Around) => string;

const sayers: Record<string, Sayer | undefined> = {
  'job.created': (event) => {
    if (event.to === 'SCHEDULED') return 'made, to start later';
    return typeof payloadOf(event).stepKey === 'string' ? 'its turn came' : 'made';
  },
  'job.skipped': (event) => `skipped${because(event)}`,
  'job.started': (event, around) => `${attemptOf(event, around)} started${on(event)}`,
  'job.succeeded': (event, around) =>
    around.maxAttempts === 1 || event.attempt === null ? 'succeeded' : `succeeded at ${attemptOf(event, around)}`,
  'job.failed': (event, around) => {
    // It could not even be started.
    if (event.attempt === null || event.from !== 'RUNNING') return `failed before it could start${why(event, around)}`;
    return `${attemptOf(event, around)} failed${why(event, around)}; it may not be tried again`;
  },
  'job.dead': (event, around) => {
    if (event.reason === 'CRASH_LOOP') return `given up${why(event, around)}`;
    return `${attemptOf(event, around)} failed${why(event, around)}; none is left`;
  },
  'job.retrying': (event, around) => `${attemptOf(event, around)} failed${why(event, around)}; ${next(around)}`,
  'job.released': (event) => `given back${because(event)}; the attempt does not count`,
  'job.expedited': (event) => `asked for now${by(event)}`,
  'job.requeued': (event) => {
    const isChanged = payloadOf(event).paramsChanged === true;
    return `asked for once more${by(event)}${isChanged ? ', with other params' : ''}${because(event)}`;
  },
  'job.cancelled': (event) =>
    isOfRun(event.reason) ? `cancelled${because(event)}` : `cancelled${by(event)}${because(event)}`,
  'run.started': (event) => `started${by(event)}${repeats(payloadOf(event))}${because(event)}`,
  'run.paused': (event) => `paused${by(event)}: no further step starts${because(event)}`,
  'run.resumed': (event) => `resumed${by(event)}${because(event)}`,
  'run.modified': (event) => `changed${by(event)}: ${sayChanges(payloadOf(event))}${because(event)}`,
  'run.closing': (event) => `closing${because(event)}: only what it ends with is to come`,
  'run.succeeded': () => 'the run succeeded: nothing is left to do',
  'run.failed': (event) => `the run failed${because(event)}`,
  'run.cancelled': (event) => `cancelled${by(event)}${because(event)}`,
};

function sayChanges({ added, skipped, variables }: Partial<EventPayload<'run.modified'>>): string {
  const parts = [
    { word: 'added', names: added },
    { word: 'skipped', names: skipped },
    { word: 'set', names: variables },
  ];
  return parts.flatMap(({ word, names = '' }) => (names === '' ? [] : [`${word} ${names}`])).join('; ');
}

function attemptOf({ attempt }: SaidEvent, { maxAttempts }: Around): string {
  if (attempt === null) return 'an attempt';
  return maxAttempts === undefined || maxAttempts < attempt
    ? `attempt ${attempt}`
    : `attempt ${attempt} of ${maxAttempts}`;
}

function next({ waitedMs }: Around): string {
  return waitedMs === undefined ? 'another one follows' : `the next one began ${saySpan(waitedMs)} later`;
}

function on({ by: actor }: SaidEvent): string {
  return actor?.kind === 'WORKER' ? ` on ${sayActor(actor)}` : '';
}

// Whom people know; machines only do what was to be done.
function by({ by: actor }: SaidEvent): string {
  return actor === null || actor === undefined || actor.kind === 'WORKER' ? '' : ` by ${sayActor(actor)}`;
}

function why(event: SaidEvent, { error }: Around): string {
  const told = error ?? errorIn(payloadOf(event).error);
  return told === undefined ? because(event) : `: ${sayError(told)}`;
}

// The engine writes down who did it where nobody gave a reason, which is said already.
const saidAlready = /^(paused|resumed|cancelled|retried|asked for now) by /;

function because({ reason }: SaidEvent): string {
  if (reason === null || reason === '' || saidAlready.test(reason)) return '';
  if (!isCode(reason)) return `: ${reason}`;
  const words = sayReason(reason);
  return words === undefined ? `: ${reason}` : `: ${words}`;
}

function isOfRun(reason: string | null): boolean {
  return reason === 'RUN_CANCELLED' || reason === 'RUN_FAILED' || reason === 'EXECUTION_TIME';
}

function repeats({ replayOf, keptSteps }: Readonly<Record<string, Json | undefined>>): string {
  if (typeof replayOf !== 'string') return '';
  const kept =
    typeof keptSteps === 'number' && keptSteps > 0 ? `, with ${sayCount(keptSteps, 'step')} kept from there` : '';
  return `; it repeats run ${shortId(replayOf)}${kept}`;
}

function payloadOf({ payload }: SaidEvent): Readonly<Record<string, Json | undefined>> {
  return isJsonObject(payload) ? payload : {};
}

function errorIn(value: Json | undefined): { type: string; message: string } | undefined {
  if (!isJsonObject(value)) return undefined;
  const { type, message } = value;
  return typeof type === 'string' && typeof message === 'string' ? { type, message } : undefined;
}
