/** The events of the log: name, sentence, the moves they tell of, payload. It types who writes or follows them, and draws docs/events.md. */
import type { Entry, FieldValues } from './event-entry.ts';

const ofStep = { stepKey: 'text' } as const;
const ofNewStep = { stepKey: 'text', item: 'number' } as const;
const ofTriedStep = { stepKey: 'text', error: 'error' } as const;
const ofAlert = { job: 'id', run: 'id', schedule: 'id', severity: 'text', message: 'text' } as const;
const ofChannel = { name: 'text', kind: 'text' } as const;
const ofRule = { name: 'text', on: 'text' } as const;
const ofDelivery = { channel: 'id', alert: 'id', message: 'text' } as const;
const ofRerun = {
  waiting: 'number',
  running: 'number',
  succeeded: 'number',
  failed: 'number',
  cancelled: 'number',
  refused: 'number',
} as const;
const ofQuota = { measure: 'text', period: 'text', max: 'number' } as const;
const ofUsedQuota = { ...ofQuota, used: 'number', resetsAt: 'instant' } as const;
const ofToken = { name: 'text', role: 'text' } as const;

/** What a tenant's log tells. */
export const eventCatalogue = {
  'job.created': {
    says: 'It was made: by an enqueue, a tick, or a run whose step became ready.',
    move: { noun: 'job', from: [], to: ['PENDING', 'SCHEDULED'] },
    payload: ofNewStep,
  },
  'job.skipped': {
    says: 'A person skipped it before it began; one whose branch was not taken is new with it.',
    move: { noun: 'job', from: ['PENDING'], to: ['SKIPPED'] },
    payload: ofStep,
  },
  'job.started': {
    says: 'A worker claimed it.',
    move: { noun: 'job', from: ['PENDING', 'SCHEDULED'], to: ['RUNNING'] },
    payload: ofStep,
  },
  'job.succeeded': {
    says: 'Its handler finished; new with it is what stands for a loop that is over.',
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
    payload: { stepKey: 'text', paramsChanged: 'flag' },
  },
  'job.cancelled': {
    says: 'A person or its run cancelled it.',
    move: { noun: 'job', from: ['PENDING', 'SCHEDULED', 'RUNNING'], to: ['CANCELLED'] },
    payload: ofStep,
  },
  'step.waiting': {
    says: 'A step without a job began to wait: for time, a signal or the decision of a person.',
    move: { noun: 'step', from: [], to: ['PENDING'] },
    payload: ofStep,
  },
  'step.started': {
    says: 'A step began to run another workflow.',
    move: { noun: 'step', from: [], to: ['RUNNING'] },
    payload: ofStep,
  },
  'step.skipped': {
    says: 'Its branch was not taken, or a person skipped it.',
    move: { noun: 'step', from: [], to: ['SKIPPED'] },
    payload: ofStep,
  },
  'step.succeeded': {
    says: 'Its time or its signal came, a person approved it, or the workflow that it ran succeeded.',
    move: { noun: 'step', from: ['PENDING', 'RUNNING'], to: ['SUCCEEDED'] },
    payload: ofStep,
  },
  'step.failed': {
    says: 'A person denied it, nobody answered in time, the workflow that it ran failed, or it could not begin.',
    move: { noun: 'step', from: ['PENDING', 'RUNNING'], to: ['FAILED'] },
    payload: ofTriedStep,
  },
  'step.cancelled': {
    says: 'Its run ended or cancelled what was open, or the run that it had started was cancelled.',
    move: { noun: 'step', from: ['PENDING', 'RUNNING'], to: ['CANCELLED'] },
    payload: ofStep,
  },
  'run.started': {
    says: 'It began; with `replayOf` it repeats another run, and so many of its steps are kept from there; with `parentRun` a step of that run started it.',
    move: { noun: 'run', from: [], to: ['RUNNING'] },
    payload: {
      replayOf: 'id',
      from: 'text',
      step: 'text',
      keptSteps: 'number',
      parentRun: 'id',
      parentStep: 'text',
    },
  },
  'run.paused': { says: 'No further step of it starts.', move: { noun: 'run', from: ['RUNNING'], to: ['PAUSED'] } },
  'run.resumed': { says: 'Its steps start again.', move: { noun: 'run', from: ['PAUSED'], to: ['RUNNING'] } },
  'run.modified': {
    says: 'A person changed it while it was open, for the reason told: steps were added or skipped, variables have another value.',
    payload: { number: 'number', added: 'text', skipped: 'text', variables: 'text' },
  },
  'run.closing': {
    says: 'All its other steps have settled: what undoes them and its finally steps come, and then it ends as said.',
    payload: { endsAs: 'text' },
  },
  'run.signalled': {
    says: 'It got a signal: the step named took it, or it is kept for the next one that waits for it.',
    payload: { signal: 'text', takenBy: 'text' },
  },
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
    says: 'A service level broke, the engine could not do something, or what a rule asks for happened.',
    move: { noun: 'alert', from: [], to: ['OPEN'] },
    payload: ofAlert,
  },
  'alert.resolved': {
    says: 'The work it watches settled, it is over, or a person closed it.',
    move: { noun: 'alert', from: ['OPEN'], to: ['RESOLVED'] },
    payload: ofAlert,
  },
  'alert.acknowledged': {
    says: 'A person has seen it: it still stands, and nobody is told of it any more.',
    payload: ofAlert,
  },
  'task.registered': { says: 'It has a new version.', payload: { name: 'text', version: 'number' } },
  'task.deprecated': { says: 'Nothing new is made of it; what is arranged goes on.', payload: { name: 'text' } },
  'task.undeprecated': { says: 'It may be used again.', payload: { name: 'text' } },
  'task.tested': {
    says: 'A definition was tried out by hand, which is no job. One that is not registered has an id of its own.',
    payload: { name: 'text', handler: 'text', url: 'text' },
  },
  'workflow.published': {
    says: 'It has a new version. The reason is what its author says of it.',
    payload: { name: 'text', version: 'number' },
  },
  'draft.begun': {
    says: 'Somebody changes a definition, or writes a new one. What they write is told to nobody, and not each save.',
    payload: { workflow: 'id' },
  },
  'draft.ended': {
    says: 'Its author published or discarded it.',
    payload: { workflow: 'id', published: 'flag' },
  },
  'queue.updated': {
    says: 'It was made, or its settings changed.',
    payload: {
      name: 'text',
      priority: 'number',
      concurrency: 'number',
      weight: 'number',
      rateMax: 'number',
      ratePer: 'text',
      paused: 'flag',
    },
  },
  'tenant.created': { says: 'It was made.', payload: { slug: 'text', name: 'text' } },
  'tenant.updated': {
    says: 'Its limits changed.',
    payload: {
      maxRunningJobs: 'number',
      maxQueuedJobs: 'number',
      weight: 'number',
      rateMax: 'number',
      ratePer: 'text',
    },
  },
  'token.created': { says: 'It was made.', payload: ofToken },
  'token.revoked': { says: 'It opens nothing any more.', payload: ofToken },
  'channel.created': { says: 'It was made.', payload: ofChannel },
  'channel.updated': { says: 'Its name, address, quiet hours or pause changed.', payload: ofChannel },
  'channel.secret-rotated': {
    says: 'It has a new secret; the one before signs beside it for a day.',
    payload: ofChannel,
  },
  'channel.removed': { says: 'Nothing goes through it any more.', payload: ofChannel },
  'rule.created': { says: 'It was made.', payload: ofRule },
  'rule.updated': { says: 'What it asks for or whom it tells changed.', payload: ofRule },
  'rule.removed': { says: 'It tells nobody any more.', payload: ofRule },
  'delivery.made': {
    says: 'A message is on its way, or waits for the end of quiet hours.',
    move: { noun: 'delivery', from: [], to: ['PENDING', 'HELD'] },
    payload: ofDelivery,
  },
  'delivery.sent': {
    says: 'Its receiver took it, or the summary that tells of it.',
    move: { noun: 'delivery', from: ['PENDING', 'FAILED', 'HELD'], to: ['SENT'] },
    payload: ofDelivery,
  },
  'delivery.failed': {
    says: 'It did not get through, and is tried again later.',
    move: { noun: 'delivery', from: ['PENDING', 'FAILED'], to: ['FAILED', 'HELD'] },
    payload: ofDelivery,
  },
  'delivery.given-up': {
    says: 'It is not tried any more.',
    move: { noun: 'delivery', from: ['PENDING', 'FAILED', 'HELD'], to: ['GIVEN_UP'] },
    payload: ofDelivery,
  },
  'delivery.released': {
    says: 'A person asked for another try, or the quiet hours are over.',
    move: { noun: 'delivery', from: ['FAILED', 'HELD', 'GIVEN_UP'], to: ['PENDING'] },
    payload: ofDelivery,
  },
  'rerun.created': {
    says: 'Many runs are to be run again, one after the other.',
    move: { noun: 'rerun', from: [], to: ['RUNNING'] },
    payload: ofRerun,
  },
  'rerun.paused': {
    says: 'No further run of it starts.',
    move: { noun: 'rerun', from: ['RUNNING'], to: ['PAUSED'] },
    payload: ofRerun,
  },
  'rerun.resumed': {
    says: 'Its runs start again.',
    move: { noun: 'rerun', from: ['PAUSED'], to: ['RUNNING'] },
    payload: ofRerun,
  },
  'rerun.cancelled': {
    says: 'A person cancelled it: what waited never starts, what runs goes on.',
    move: { noun: 'rerun', from: ['RUNNING', 'PAUSED'], to: ['CANCELLED'] },
    payload: ofRerun,
  },
  'rerun.progressed': { says: 'Runs of it started, ended or were refused.', payload: ofRerun },
  'rerun.done': {
    says: 'All of its runs have ended or were refused.',
    move: { noun: 'rerun', from: ['RUNNING'], to: ['DONE'] },
    payload: ofRerun,
  },
  'user.joined': { says: 'A person became a member.', payload: { from: 'text', to: 'text' } },
  'user.role-changed': { says: 'A member has another role.', payload: { from: 'text', to: 'text' } },
  'failure.opened': {
    says: 'A kind of failure was seen for the first time.',
    move: { noun: 'failure', from: [], to: ['OPEN'] },
    payload: { errorType: 'text', message: 'text' },
  },
  'failure.seen': {
    says: 'Jobs or runs failed in this way: how often by now, and when last.',
    payload: { count: 'number', deadCount: 'number', runCount: 'number', lastSeenAt: 'instant' },
  },
  'failure.acknowledged': {
    says: 'A person takes it on.',
    move: { noun: 'failure', from: ['OPEN', 'SNOOZED'], to: ['ACKNOWLEDGED'] },
    payload: { assignee: 'id' },
  },
  'failure.assigned': { says: 'It has another owner, or none.', payload: { assignee: 'id' } },
  'failure.snoozed': {
    says: 'A person put it off until an instant.',
    move: { noun: 'failure', from: ['OPEN', 'ACKNOWLEDGED', 'SNOOZED'], to: ['SNOOZED'] },
    payload: { until: 'instant' },
  },
  'failure.commented': { says: 'A person wrote something about it.', payload: { text: 'text' } },
  'failure.resolved': {
    says: 'A person resolved it, or discarded what had failed.',
    move: { noun: 'failure', from: ['OPEN', 'ACKNOWLEDGED', 'SNOOZED'], to: ['RESOLVED'] },
  },
  'failure.reopened': {
    says: 'It was seen again after it was resolved, its snooze ended, or a person reopened it.',
    move: { noun: 'failure', from: ['ACKNOWLEDGED', 'SNOOZED', 'RESOLVED'], to: ['OPEN'] },
  },
  'failure.rerun': {
    says: 'Its jobs were given another round of attempts, and its runs run again from what failed.',
    payload: { jobs: 'number', runs: 'number' },
  },
  'failure.discarded': {
    says: 'What had failed in this way is not to be run again.',
    payload: { count: 'number' },
  },
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
  'gate.resized': {
    says: 'A pool was made, or there is more or less of it.',
    payload: { name: 'text', capacity: 'number' },
  },
  'gate.removed': { says: 'A pool is no more.', payload: { name: 'text' } },
  'gate.released': {
    says: 'A person took it from the job that holds it, which runs on.',
    payload: { job: 'id', kind: 'text', key: 'text' },
  },
  'quota.changed': { says: 'It was made, or there is more or less of it.', payload: ofQuota },
  'quota.removed': { says: 'It limits nothing any more.', payload: ofQuota },
  'quota.reset': { says: 'A person began its counting anew, with a reason.', payload: { ...ofQuota, used: 'number' } },
  'quota.warned': { says: 'Four fifths of it are used: told once in each period.', payload: ofUsedQuota },
  'quota.exhausted': {
    says: 'It is used up: told once in each period. Nothing new is made until it begins anew.',
    payload: ofUsedQuota,
  },
  'note.written': { says: 'The hand-over note says something else.' },
} as const satisfies Record<string, Entry>;

type Catalogue = typeof eventCatalogue;
export type EventType = keyof Catalogue;
export type JobEventType = Extract<EventType, `job.${string}`>;
export type StepEventType = Extract<EventType, `step.${string}`>;
export type RunEventType = Extract<EventType, `run.${string}`>;
export type FailureEventType = Extract<EventType, `failure.${string}`>;

/** What an event of the type may tell beside its move. */
export type EventPayload<Type extends EventType = EventType> = {
  [Each in Type]: Catalogue[Each] extends { payload: infer Fields } ? PayloadOf<Fields> : PayloadOf<unknown>;
}[Type];

type PayloadOf<Fields> = { [Field in keyof Fields]?: null | FieldValues[Extract<Fields[Field], keyof FieldValues>] };

type Told<Type extends EventType> = { type: Type; payloads?: readonly (EventPayload<Type> | null)[] | null };

type OthersType = Exclude<EventType, JobEventType | StepEventType | RunEventType | FailureEventType>;

/** A type with payloads that fit it, one for each entity that moved. Those of jobs, of runs and of failures are alike. */
export type TypedEvent =
  | Told<JobEventType | StepEventType>
  | Told<RunEventType>
  | Told<FailureEventType>
  | { [Each in OthersType]: Told<Each> }[OthersType];

export const eventTypes: readonly EventType[] = Object.keys(eventCatalogue).filter(isEventType);

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventCatalogue, text);
}

/** Its entries, for whoever prints or checks them. */
export const eventEntries: readonly [type: string, entry: Entry][] = Object.entries(eventCatalogue);
