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
