/**
 * The state machines, as tables `from -> to -> why`. The same table types the moves, guards every UPDATE
 * (sourcesOf), draws docs/states.md and becomes the Postgres trigger that watches the tests.
 */

export type MoveTable<State extends string> = Record<State, Partial<Record<State, string>>>;

export const jobStates = [
  'PENDING',
  'SCHEDULED',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'DEAD',
  'CANCELLED',
  'SKIPPED',
] as const;
export type JobState = (typeof jobStates)[number];

/** Every move of a job. A missing cell is an illegal transition. */
export const jobMoves: MoveTable<JobState> = {
  PENDING: {
    RUNNING: 'a worker claimed it',
    CANCELLED: 'an operator or its run cancelled it',
    SKIPPED: 'an operator skipped its step before it began',
    DEAD: 'it killed its worker too often',
  },
  SCHEDULED: {
    RUNNING: 'its time came and a worker claimed it',
    PENDING: 'an operator asked for it now',
    CANCELLED: 'an operator or its run cancelled it',
  },
  RUNNING: {
    SUCCEEDED: 'its handler finished',
    FAILED: 'its handler failed and may not be retried',
    DEAD: 'its handler failed on the last attempt, or it killed its worker too often',
    SCHEDULED: 'its handler failed and a retry is due later',
    PENDING: 'its worker died or was told to stop, and gave it back',
    CANCELLED: 'an operator or its run cancelled it while it ran',
  },
  SUCCEEDED: {},
  FAILED: { PENDING: 'an operator asked for another try' },
  DEAD: { PENDING: 'an operator asked for another try' },
  CANCELLED: { PENDING: 'an operator asked for another try' },
  SKIPPED: {},
};

export const waitStates = ['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'SKIPPED'] as const;
/** The states of a step that no job carries out: words of jobs, as far as it can come. */
export type WaitState = (typeof waitStates)[number];

/** Every move of a step without a job: one that waits, or one that runs a workflow. */
export const waitMoves: MoveTable<WaitState> = {
  PENDING: {
    SUCCEEDED: 'its time or its signal came, or it was approved',
    FAILED: 'it was denied, or nobody answered in time',
    CANCELLED: 'its run cancelled it',
  },
  RUNNING: {
    SUCCEEDED: 'the runs that it started succeeded, or enough of them',
    FAILED: 'a run that it started failed or could not start, or it was out of time',
    CANCELLED: 'its run cancelled it, or the run that it started was cancelled',
  },
  SUCCEEDED: {},
  FAILED: {},
  CANCELLED: {},
  SKIPPED: {},
};

export const runStates = ['RUNNING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export type RunState = (typeof runStates)[number];

/** Every move of a run. */
export const runMoves: MoveTable<RunState> = {
  RUNNING: {
    PAUSED: 'an operator paused it',
    SUCCEEDED: 'nothing is left to do',
    FAILED: 'a step failed and nothing caught it',
    CANCELLED: 'an operator cancelled it',
  },
  PAUSED: {
    RUNNING: 'an operator resumed it',
    SUCCEEDED: 'the last running step finished',
    FAILED: 'the last running step failed and nothing caught it',
    CANCELLED: 'an operator cancelled it',
  },
  SUCCEEDED: {},
  FAILED: {},
  CANCELLED: {},
};

export const scheduleStates = ['ACTIVE', 'PAUSED', 'ENDED'] as const;
export type ScheduleState = (typeof scheduleStates)[number];

/** Every move of a schedule. */
export const scheduleMoves: MoveTable<ScheduleState> = {
  ACTIVE: {
    PAUSED: 'an operator paused it, or its instants cannot be told',
    ENDED: 'its last instant passed, or an operator deleted it',
  },
  PAUSED: { ACTIVE: 'an operator resumed it', ENDED: 'its last instant passed, or an operator deleted it' },
  ENDED: {},
};

export const alertStates = ['OPEN', 'RESOLVED'] as const;
export type AlertState = (typeof alertStates)[number];

/** Every move of an alert. */
export const alertMoves: MoveTable<AlertState> = {
  OPEN: { RESOLVED: 'the work it watches settled, or a person closed it' },
  RESOLVED: {},
};

export const deliveryStates = ['PENDING', 'FAILED', 'HELD', 'SENT', 'GIVEN_UP'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Every move of a message on its way through a channel. */
export const deliveryMoves: MoveTable<DeliveryState> = {
  PENDING: {
    SENT: 'its receiver took it',
    FAILED: 'it did not get through, and is tried again later',
    HELD: 'its next try would fall into quiet hours',
    GIVEN_UP: 'it cannot get through, or what it tells of was seen to before',
  },
  FAILED: {
    SENT: 'its receiver took it',
    PENDING: 'a person asked for another try now',
    FAILED: 'another try did not get through',
    HELD: 'its next try would fall into quiet hours',
    GIVEN_UP: 'its last try failed, or what it tells of was seen to before',
  },
  HELD: {
    PENDING: 'the quiet hours are over, or a person asked for it now',
    SENT: 'the summary that tells of it got through',
    GIVEN_UP: 'the summary did not get through, or what it tells of was seen to before',
  },
  SENT: {},
  GIVEN_UP: { PENDING: 'a person asked for another try' },
};

export const invitationStates = ['OPEN', 'ACCEPTED', 'REVOKED'] as const;
export type InvitationState = (typeof invitationStates)[number];

/** Every move of an invitation. One that has expired is still open, and cannot be accepted. */
export const invitationMoves: MoveTable<InvitationState> = {
  OPEN: {
    ACCEPTED: 'whom it was made for accepted it',
    REVOKED: 'a person revoked it, or made a new one in its place',
  },
  ACCEPTED: {},
  REVOKED: {},
};

export const workerStates = ['LIVE', 'DRAINING', 'STOPPED', 'LOST'] as const;
export type WorkerState = (typeof workerStates)[number];

/** Every move of a worker. */
export const workerMoves: MoveTable<WorkerState> = {
  LIVE: { DRAINING: 'it was told to stop', STOPPED: 'it stopped with nothing left', LOST: 'its lease ran out' },
  DRAINING: { STOPPED: 'it gave back or settled all it held', LOST: 'its lease ran out' },
  STOPPED: {},
  LOST: {},
};

export const failureStates = ['OPEN', 'ACKNOWLEDGED', 'SNOOZED', 'RESOLVED'] as const;
export type FailureState = (typeof failureStates)[number];

/** Every move of a kind of failure. */
export const failureMoves: MoveTable<FailureState> = {
  OPEN: {
    ACKNOWLEDGED: 'a person takes it on',
    SNOOZED: 'a person put it off',
    RESOLVED: 'a person resolved or discarded it',
  },
  ACKNOWLEDGED: {
    OPEN: 'a person gave it back',
    SNOOZED: 'a person put it off',
    RESOLVED: 'a person resolved or discarded it',
  },
  SNOOZED: {
    OPEN: 'its time came, or a person reopened it',
    SNOOZED: 'a person put it off until another time',
    ACKNOWLEDGED: 'a person takes it on',
    RESOLVED: 'a person resolved or discarded it',
  },
  RESOLVED: { OPEN: 'it was seen again, or a person reopened it' },
};

export const rerunBatchStates = ['RUNNING', 'PAUSED', 'CANCELLED', 'DONE'] as const;
export type RerunBatchState = (typeof rerunBatchStates)[number];

/** Every move of a batch of reruns. */
export const rerunBatchMoves: MoveTable<RerunBatchState> = {
  RUNNING: {
    PAUSED: 'an operator paused it',
    CANCELLED: 'an operator cancelled it',
    DONE: 'the last of its runs has ended, or was refused',
  },
  PAUSED: { RUNNING: 'an operator resumed it', CANCELLED: 'an operator cancelled it' },
  CANCELLED: {},
  DONE: {},
};

export const rerunItemStates = ['WAITING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'REFUSED'] as const;
export type RerunItemState = (typeof rerunItemStates)[number];

/** Every move of a run in a batch of reruns. */
export const rerunItemMoves: MoveTable<RerunItemState> = {
  WAITING: {
    RUNNING: 'its turn came and its new run started',
    REFUSED: 'it could not be run again',
    CANCELLED: 'its batch was cancelled before its turn came',
  },
  RUNNING: {
    SUCCEEDED: 'its new run succeeded',
    FAILED: 'its new run failed',
    CANCELLED: 'its new run was cancelled',
  },
  SUCCEEDED: {},
  FAILED: {},
  CANCELLED: {},
  REFUSED: {},
};

/** Why a tick made nothing, or what it made. */
export const tickOutcomes = ['FIRED', 'SKIPPED', 'MISSED', 'BUFFERED'] as const;
export type TickOutcome = (typeof tickOutcomes)[number];

/** The states from which a move into `to` is legal: the guard of every UPDATE of a state column. */
export function sourcesOf<State extends string>(moves: MoveTable<State>, to: NoInfer<State>): State[] {
  const states: State[] = [];
  for (const from in moves) {
    if (moves[from][to] !== undefined) states.push(from);
  }
  return states;
}

/** True when a job is final, except for an audited operator retry. */
export function isSettled(state: JobState): boolean {
  return state !== 'PENDING' && state !== 'SCHEDULED' && state !== 'RUNNING';
}

/** True when a run is final. */
export function isSettledRun(state: RunState): boolean {
  return state !== 'RUNNING' && state !== 'PAUSED';
}
