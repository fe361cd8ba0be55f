/** How a step of a workflow changes what its task says: for whoever makes its job, carries it out, or tells of it. */
import type { DeclaredNeeds } from '#domain/gate/declared-needs.ts';
import { parseRetryPolicy, type RetryPolicy } from '#domain/task/retry-policy.ts';
import { assert } from '#domain/unreachable.ts';
import type { Json } from '#domain/value/json.ts';

/** What a step says of its own retries takes the place of the whole policy of its task; it was checked when it was published. */
export function retryOf(task: RetryPolicy, own: Json | undefined): RetryPolicy {
  if (own === undefined || own === null) return task;
  const policy = parseRetryPolicy(own);
  assert(policy.ok, `the stored retry policy can be read: ${JSON.stringify(own)}`);
  return policy.value;
}

/** How long an attempt may take. */
export function timeoutMsOf(taskMs: number, own: Json | undefined): number {
  return typeof own === 'number' ? own : taskMs;
}

/** What the step needs by itself stands beside what its task needs; its amount of a pool takes the place of the task's. */
export function needsOf(
  task: DeclaredNeeds | null,
  { mutex, resources }: Partial<Pick<DeclaredNeeds, 'mutex' | 'resources'>>,
): DeclaredNeeds | null {
  if (mutex === undefined && resources === undefined) return task;
  return {
    mutex: [...new Set([...(task?.mutex ?? []), ...(mutex ?? [])])],
    resources: { ...task?.resources, ...resources },
    concurrency: task?.concurrency ?? null,
    rate: task?.rate ?? null,
  };
}
