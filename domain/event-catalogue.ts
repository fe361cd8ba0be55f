/**
 * The events of the log, each with its name, its sentence, the moves it tells of and its payload. The same table types
 * whoever writes or follows an event, and draws docs/events.md.
 */
import type { AlertState, InvitationState, JobState, RunState, ScheduleState } from './machines.ts';

/** What a field of a payload holds. */
type FieldValues = {
  text: string;
  id: string;
  instant: string;
  number: number;
  flag: boolean;
  error: { type: string; message: string; retryable: boolean };
  change: { from: unknown; to: unknown };
};

type Move<Noun extends string, State extends string> = {
  noun: Noun;
  /** States that it leaves; none for what is new with it. */
  from: readonly State[];
  to: readonly State[];
};

type Entry = {
  says: string;
  move?:
    | Move<'job', JobState>
    | Move<'run', RunState>
    | Move<'schedule', ScheduleState>
    | Move<'alert', AlertState>
    | Move<'invitation', InvitationState>;
  payload?: Readonly<Record<string, keyof FieldValues>>;
};

const ofStep = { stepKey: 'text' } as const;
const ofTriedStep = { stepKey: 'text', error: 'error' } as const;
const ofAlert = { job: 'id', run: 'id', schedule: 'id', severity: 'text', message: 'text' } as const;
const ofToken = { name: 'text', role: 'text' } as const;

/** What a tenant's log tells. */
export const eventCatalogue = {
  'job.created': {
    says: 'It was made: by an enqueue, a tick, or a run whose step became ready.',
    move: { noun: 'job', from: [], to: ['PENDING', 'SCHEDULED'] },
    payload: ofStep,
  },
  'job.skipped': {
    says: 'Its branch was not taken.',
    move: { noun: 'job', from: [], to: ['SKIPPED'] },
    payload: ofStep,
  },
  'job.started': {
    says: 'A worker claimed it.',
    move: { noun: 'job', from: ['PENDING', 'SCHEDULED'], to: ['RUNNING'] },
    payload: ofStep,
  },
  'job.succeeded': {
    says: 'Its handler finished.',
    move: { noun: 'job', from: ['RUNNING'], to: ['SUCCEEDED'] },
    payload: ofStep,
  },
  'job.failed': {
    says: 'It failed and may not be tried again; one that could not even be started is new with it.',
    move: { noun: 'job', from: ['RUNNING'], to: ['FAILED'] },
    payload: ofTriedStep,
  },
  'job.dead': {
    says: 'It failed on its last attempt, or killed its worker too often.',
    move: { noun: 'job', from: ['PENDING', 'RUNNING'], to: ['DEAD'] },
    payload: ofTriedStep,
  },
  'job.retrying': {
    says: 'An attempt failed, and the next one is due later.',
    move: { noun: 'job', from: ['RUNNING'], to: ['SCHEDULED'] },
    payload: ofTriedStep,
  },
  'job.released': {
    says: 'Its worker died or was told to stop, and the attempt does not count.',
    move: { noun: 'job', from: ['RUNNING'], to: ['PENDING'] },
    payload: ofTriedStep,
  },
  'job.expedited': {
    says: 'A person asked for it now.',
    move: { noun: 'job', from: ['SCHEDULED'], to: ['PENDING'] },
    payload: ofStep,
  },
  'job.requeued': {
    says: 'A person asked for another try.',
    move: { noun: 'job', from: ['FAILED', 'DEAD', 'CANCELLED'], to: ['PENDING'] },
    payload: ofStep,
  },
  'job.cancelled': {
    says: 'A person or its run cancelled it.',
    move: { noun: 'job', from: ['PENDING', 'SCHEDULED', 'RUNNING'], to: ['CANCELLED'] },
    payload: ofStep,
  },
  'run.started': { says: 'It began.', move: { noun: 'run', from: [], to: ['RUNNING'] } },
  'run.paused': { says: 'No further step of it starts.', move: { noun: 'run', from: ['RUNNING'], to: ['PAUSED'] } },
  'run.resumed': { says: 'Its steps start again.', move: { noun: 'run', from: ['PAUSED'], to: ['RUNNING'] } },
  'run.succeeded': {
    says: 'Nothing is left to do.',
    move: { noun: 'run', from: ['RUNNING', 'PAUSED'], to: ['SUCCEEDED'] },
  },
  'run.failed': {
    says: 'A step failed and nothing caught it, or it is out of time.',
    move: { noun: 'run', from: ['RUNNING', 'PAUSED'], to: ['FAILED'] },
  },
  'run.cancelled': {
    says: 'A person cancelled it.',
    move: { noun: 'run', from: ['RUNNING', 'PAUSED'], to: ['CANCELLED'] },
  },
  'schedule.created': { says: 'It was made.', move: { noun: 'schedule', from: [], to: ['ACTIVE', 'PAUSED'] } },
  'schedule.updated': {
    says: 'Its settings changed; its state did not.',
    payload: { name: 'change', cron: 'change', timeZone: 'change', overlap: 'change' },
  },
  'schedule.paused': {
    says: 'A person paused it, or its instants cannot be told.',
    move: { noun: 'schedule', from: ['ACTIVE'], to: ['PAUSED'] },
  },
  'schedule.resumed': { says: 'A person resumed it.', move: { noun: 'schedule', from: ['PAUSED'], to: ['ACTIVE'] } },
  'schedule.ended': {
    says: 'Its last instant passed, or a person deleted it.',
    move: { noun: 'schedule', from: ['ACTIVE', 'PAUSED'], to: ['ENDED'] },
  },
  'schedule.ticked': {
    says: 'An instant came: `to` says whether it FIRED, or why not.',
    payload: { scheduledFor: 'instant', job: 'id', run: 'id', message: 'text' },
  },
  'alert.raised': {
    says: 'A service level broke, or the engine could not do something.',
    move: { noun: 'alert', from: [], to: ['OPEN'] },
    payload: ofAlert,
  },
  'alert.resolved': {
    says: 'The work it watches settled, or a person closed it.',
    move: { noun: 'alert', from: ['OPEN'], to: ['RESOLVED'] },
    payload: ofAlert,
  },
  'task.registered': { says: 'It has a new version.', payload: { name: 'text', version: 'number' } },
  'workflow.published': { says: 'It has a new version.', payload: { name: 'text', version: 'number' } },
  'queue.updated': {
    says: 'It was made, or its settings changed.',
    payload: { name: 'text', priority: 'number', concurrency: 'number', paused: 'flag' },
  },
  'tenant.created': { says: 'It was made.', payload: { slug: 'text', name: 'text' } },
  'tenant.updated': {
    says: 'Its limits changed.',
    payload: { maxRunningJobs: 'number', maxQueuedJobs: 'number', weight: 'number' },
  },
  'token.created': { says: 'It was made.', payload: ofToken },
  'token.revoked': { says: 'It opens nothing any more.', payload: ofToken },
  'user.joined': { says: 'A person became a member.', payload: { from: 'text', to: 'text' } },
  'user.role-changed': { says: 'A member has another role.', payload: { from: 'text', to: 'text' } },
  'user.removed': { says: 'A person is no member any more.', payload: { from: 'text', tokensRevoked: 'number' } },
  'user.reset-offered': { says: 'An admin made a link with which a member sets a new password.' },
  'invitation.created': {
    says: 'A link was made that makes somebody a member.',
    move: { noun: 'invitation', from: [], to: ['OPEN'] },
    payload: { role: 'text', expiresAt: 'instant' },
  },
  'invitation.accepted': {
    says: 'Whom it was made for is a member.',
    move: { noun: 'invitation', from: ['OPEN'], to: ['ACCEPTED'] },
    payload: { user: 'id', role: 'text' },
  },
  'invitation.revoked': {
    says: 'Its link opens nothing any more.',
    move: { noun: 'invitation', from: ['OPEN'], to: ['REVOKED'] },
    payload: { role: 'text' },
  },
  'view.saved': {
    says: 'A query has a name now, or another one behind its name. The name is told when all share it.',
    payload: { list: 'text', name: 'text', shared: 'flag' },
  },
  'view.deleted': { says: 'It is no view any more.', payload: { list: 'text', name: 'text', shared: 'flag' } },
  'note.written': { says: 'The hand-over note says something else.' },
} as const satisfies Record<string, Entry>;

/** What the platform's own log tells, which belongs to no tenant. */
export const platformCatalogue = {
  'user.created': { says: 'A person got an account.', payload: { platformAdmin: 'flag' } },
  'user.signed-in': { says: 'A session began.' },
  'user.signed-out': { says: 'A session was ended by its person.' },
  'user.sessions-ended': { says: 'Other sessions of a person were ended.', payload: { sessions: 'number' } },
  'user.password-changed': { says: 'A person changed their password, which ended their other sessions.' },
  'user.password-reset': { says: 'A password was set anew, which ended every session of its person.' },
  'user.reset-offered': { says: 'A platform admin made a link with which a person sets a new password.' },
  'token.created': { says: 'A token for every tenant was made.', payload: ofToken },
  'token.revoked': { says: 'It opens nothing any more.', payload: ofToken },
  'token.restored': { says: 'The token of the settings counts again.', payload: ofToken },
} as const satisfies Record<string, Entry>;

type Catalogue = typeof eventCatalogue;
export type EventType = keyof Catalogue;
export type JobEventType = Extract<EventType, `job.${string}`>;
export type RunEventType = Extract<EventType, `run.${string}`>;
export type PlatformEventType = keyof typeof platformCatalogue;

/** What an event of the type may tell beside its move. */
export type EventPayload<Type extends EventType = EventType> = {
  [Each in Type]: Catalogue[Each] extends { payload: infer Fields } ? PayloadOf<Fields> : PayloadOf<unknown>;
}[Type];

type PayloadOf<Fields> = { [Field in keyof Fields]?: null | FieldValues[Extract<Fields[Field], keyof FieldValues>] };

type Told<Type extends EventType> = { type: Type; payloads?: readonly (EventPayload<Type> | null)[] | null };

/** A type with payloads that fit it, one for each entity that moved. Those of jobs and of runs are alike. */
export type TypedEvent =
  | Told<JobEventType>
  | Told<RunEventType>
  | { [Each in Exclude<EventType, JobEventType | RunEventType>]: Told<Each> }[Exclude<
      EventType,
      JobEventType | RunEventType
    >];

export const eventTypes: readonly EventType[] = Object.keys(eventCatalogue).filter(isEventType);

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventCatalogue, text);
}

/** The entries of both logs, for whoever prints or checks them. */
export const eventEntries: readonly [type: string, entry: Entry][] = Object.entries(eventCatalogue);
export const platformEventEntries: readonly [type: string, entry: Entry][] = Object.entries(platformCatalogue);
