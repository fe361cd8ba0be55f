/** What holds for the jobs of a task in short: each policy by itself, with who says so. */

import type { Json } from '#domain/value/json.ts';
import { effectivePolicy, type PolicySources } from './effective-policy.ts';
import type { LinePolicy, PolicyLevel } from './policy-line.ts';

export const policyKinds = [
  'QUEUE',
  'PRIORITY',
  'TIMEOUT',
  'RETRY',
  'START_BY',
  'MAX_DURATION',
  'RUNNING_MAX',
  'MUTEX',
  'RESOURCES',
  'QUEUE_PRIORITY',
  'QUEUE_WEIGHT',
  'QUEUE_RUNNING_MAX',
  'TENANT_RUNNING_MAX',
  'TENANT_QUEUED_MAX',
  'TENANT_WEIGHT',
  'RATE',
  'RUN_STEPS_MAX',
  'RUN_DURATION_MAX',
  'ON_FAILURE',
  'OVERLAP',
  'CATCH_UP',
] as const;
export type PolicyKind = (typeof policyKinds)[number];

/** `value` is null where nothing limits. */
export type TaskPolicy = { kind: PolicyKind; level: PolicyLevel; value: Json };

// The caps of one line, each under a name of its own.
const capKinds: Partial<Record<PolicyLevel, PolicyKind>> = {
  TASK: 'RUNNING_MAX',
  QUEUE: 'QUEUE_RUNNING_MAX',
  TENANT: 'TENANT_RUNNING_MAX',
};
const toldElsewhere: ReadonlySet<LinePolicy> = new Set(['RATE']);

/** The policies in the order of their kinds. */
export function policiesOf(sources: Required<Pick<PolicySources, 'task' | 'queue' | 'tenant'>>): TaskPolicy[] {
  const policies = effectivePolicy(sources).flatMap(({ kind, level, value, levels }): TaskPolicy[] => {
    if (toldElsewhere.has(kind)) return [];
    if (kind !== 'RUNNING_MAX') return [{ kind, level, value }];
    return levels.flatMap((one) => {
      const cap = capKinds[one.level];
      return cap === undefined
        ? []
        : [{ kind: cap, level: one.value === null ? 'PLATFORM' : one.level, value: one.value }];
    });
  });
  return policies.toSorted((one, other) => policyKinds.indexOf(one.kind) - policyKinds.indexOf(other.kind));
}
