/**
 * The codes of the product in words. A code that stands in none of these tables belongs to somebody else, a plugin or a
 * tenant's own handler, and keeps its name.
 */
import type { WaitCode } from '#domain/job/wait-codes.ts';
import type { RefusalCode } from '#domain/refusal.ts';

/** What a job or a step is in its state for, as the end of a sentence. */
export const reasonWords = {
  ATTEMPTS_ENDED: 'no attempt is left',
  BRANCH_NOT_TAKEN: 'its branch was not taken',
  CANCELLED: 'somebody cancelled it',
  CLAIMABLE: 'it waits for a free slot of a worker',
  CONDITION_ERROR: 'its condition could not be worked out',
  CONDITION_FALSE: 'its condition did not hold',
  CRASH_LOOP: 'its worker died too often while it ran',
  CRASH_SUSPECT: 'it waits for a worker that runs it alone',
  DEPENDENCY: 'it waits for other steps',
  ENGINE_FAULT: 'the engine could not deal with it',
  EXECUTION_TIME: 'the run was out of time',
  EXPRESSION_BUDGET: 'its condition took too many steps to work out',
  ITEMS_FAILED: 'more of its items failed than may',
  ITERATIONS: 'it went round as often as it may',
  ITERATION_FAILED: 'one of its rounds failed',
  KEY_LIMIT: 'as many jobs with its key run as may',
  MUTEX: 'another job holds its mutex',
  NO_SLOT: 'every slot of its workers is taken',
  NO_WORKER: 'no live worker serves its queue',
  MAY_NOT_START: 'you may not start runs',
  LOCK_HELD: 'somebody holds a lock that it needs',
  POOL_SHORT: 'less of a pool is free than it needs',
  NOT_DUE: 'its time has not come',
  PAUSED: 'somebody paused it',
  QUEUE_LIMIT: 'its queue runs as many jobs as it may',
  QUEUE_PAUSED: 'its queue is paused',
  RELEASED: 'its worker was told to stop',
  RESOURCE: 'its pool is used up',
  RESULT_TOO_LARGE: 'its result is too large',
  RETRY_BACKOFF: 'the next attempt is due later',
  RUN_CANCELLED: 'its run was cancelled',
  RUN_FAILED: 'its run had failed',
  RUN_LIMIT: 'its run has as many steps at work as it may',
  RUN_PAUSED: 'its run is paused',
  SHARE: 'other queues go first',
  SKIPPED_BY_HAND: 'a person skipped it',
  STEP_FAILED: 'a step failed and nothing caught it',
  QUEUE_RATE: 'as many jobs of its queue have started as its rate allows',
  RATE_LIMIT: 'as many jobs of its task have started as its rate allows',
  TENANT_RATE: 'as many jobs of the tenant have started as its rate allows',
  TASK_LIMIT: 'as many jobs of its task run as may',
  TENANT_LIMIT: 'the tenant runs as many jobs as it may',
  WAIT: 'it waits for time or a signal',
  APPROVAL: 'it waits for a decision',
  CHILD_RUN: 'what it started of another workflow has not ended',
  CHILD_CANCELLED: 'the run that it started was cancelled',
  CHILD_FAILED: 'the run that it started failed',
  PARENT_ENDED: 'the step that started it waits for it no more',
  PARENT_PAUSED: 'the run above it is paused',
  TOO_DEEP: 'too many workflows run each other',
  APPROVAL_DENIED: 'somebody denied it',
  APPROVAL_TIMEOUT: 'nobody decided in time',
  SIGNAL_TIMEOUT: 'its signal did not come in time',
  WORKER_LOST: 'its worker died',
  WORKFLOW_LIMIT: 'as many steps of its workflow run as may',
} as const satisfies Record<WaitCode, string> & Record<string, string>;

/** What became of an instant of a schedule, and why a schedule ended. */
export const instantWords = {
  CAUGHT_UP: 'it was caught up',
  DELETED: 'somebody deleted it',
  END_REACHED: 'its last instant passed',
  MANUAL: 'somebody fired it by hand',
  NO_CATCH_UP: 'it was missed, and nothing is caught up',
  NOT_THE_LAST: 'it was missed, and only the last one is caught up',
  ON_TIME: 'it was due',
  OVERLAP: 'its earlier work was still under way',
  PARAMS_INVALID: 'its params do not fit any more',
  PLANNING_FAULT: 'it could not be planned',
  QUOTA_EXCEEDED: 'a quota of the tenant was used up',
  TARGET_GONE: 'what it fires does not exist any more',
  TENANT_LIMIT: 'the tenant has as many waiting jobs as it may',
  TOO_OLD: 'it was missed too long ago',
} as const satisfies Record<string, string>;

/** Why a command did nothing, where there is no room for its message. */
export const refusalWords: Record<RefusalCode, string> = {
  BAD_CRON: 'the timetable cannot be read',
  BAD_DURATION: 'it is no duration',
  BAD_EXPRESSION: 'the expression cannot be read',
  BAD_INPUT: 'a value breaks a rule',
  BAD_TIME_ZONE: 'there is no such time zone',
  BAD_URL: 'the address may not be called',
  BAD_YAML: 'the YAML cannot be read',
  CYCLE: 'steps wait for each other in a circle',
  DUPLICATE_ID: 'two steps have the same id',
  EMPTY_WORKFLOW: 'it has no steps',
  FORBIDDEN: 'your role may not do this',
  IDEMPOTENCY_CONFLICT: 'the key was used for something else',
  ILLEGAL_TRANSITION: 'its state does not allow this',
  LIMIT_REACHED: 'a limit is used up',
  NAME_TAKEN: 'the name is taken',
  NOT_EXACT: 'the value would be rounded',
  NOT_FOUND: 'there is no such thing here',
  PARAMS_INVALID: 'the params do not fit the task',
  QUOTA_EXCEEDED: 'a quota of the tenant is used up',
  RESULT_GONE: 'a result to be kept is gone',
  SELF_DEPENDENCY: 'a step waits for itself',
  TASK_DEPRECATED: 'the task is deprecated',
  TOO_LARGE: 'it is too large',
  TYPE_MISMATCH: 'a value has another type',
  UNKNOWN_DEPENDENCY: 'a step waits for one that is not there',
  UNKNOWN_FIELD: 'there is no such field',
  UNKNOWN_SECRET: 'there is no such secret',
  UNKNOWN_TASK: 'there is no such task',
  UNKNOWN_VARIABLE: 'there is no such variable',
  UNKNOWN_WORKFLOW: 'there is no such workflow',
  UNSUPPORTED: 'it is not offered',
  VERSION_CONFLICT: 'somebody else was quicker',
};

/** Why, as the end of a sentence; undefined for what is no code of the product, which may be a sentence itself. */
export function sayReason(code: string): string | undefined {
  const known: Record<string, string | undefined> = { ...refusalWords, ...instantWords, ...reasonWords };
  return known[code];
}

/** Whether a text is a code and not a sentence. */
export function isCode(text: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(text);
}
