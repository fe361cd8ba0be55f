/** Words for what holds, who says so, and how it is decided. */
import type { PolicyKind, PolicyLevel, PolicyRule } from '#components/generated/policy.ts';

export const policyWords: Record<PolicyKind, string> = {
  QUEUE: 'Queue',
  PRIORITY: 'Priority',
  TIMEOUT: 'Timeout',
  RETRY: 'Retry',
  START_BY: 'Start within',
  MAX_DURATION: 'Take at most',
  RUNNING_MAX: 'Jobs at once',
  MUTEX: 'Mutexes',
  RESOURCES: 'Resource pools',
  QUEUE_PRIORITY: 'Queue, priority',
  QUEUE_WEIGHT: 'Queue, weight',
  QUEUE_RUNNING_MAX: 'Queue, jobs at once',
  TENANT_RUNNING_MAX: 'Tenant, jobs at once',
  TENANT_QUEUED_MAX: 'Waiting jobs',
  TENANT_WEIGHT: 'Tenant, weight',
  RATE: 'Starts',
  RUN_STEPS_MAX: 'Steps of a run at once',
  RUN_DURATION_MAX: 'A run takes at most',
  ON_FAILURE: 'When a step fails',
  OVERLAP: 'While earlier work is open',
  CATCH_UP: 'Instants that were missed',
};

export const levelWords: Record<PolicyLevel, string> = {
  PLATFORM: 'platform default',
  TENANT: 'the tenant',
  QUEUE: 'the queue',
  WORKFLOW: 'the workflow',
  TASK: 'the task',
  STEP: 'the step',
  SCHEDULE: 'the schedule',
  CALL: 'whoever enqueues',
};

/** What is said above the levels of a policy. */
export const ruleWords: Record<PolicyRule, string> = {
  NEAREST: 'The innermost level that says something has its way.',
  TIGHTEST: 'All of them hold at once; the one that allows least binds first.',
  TOGETHER: 'What each level says is needed, together.',
};

/** What a level has to do with what holds; `says` is false where it says nothing. */
export function sayPart(rule: PolicyRule, level: { isWinning: boolean; says: boolean }): string {
  if (level.isWinning) return rule === 'TIGHTEST' && level.says ? 'binds' : 'holds';
  if (!level.says) return '';
  return rule === 'TIGHTEST' ? 'holds, too' : 'shadowed';
}
