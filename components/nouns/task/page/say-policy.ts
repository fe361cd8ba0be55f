/** What holds for the jobs of a task, as a person says it. */
import type { PolicyKind } from '#components/generated/tasks.ts';
import { sayRetry, sayTimeout } from '#components/nouns/task/say-task.ts';
import { isJsonObject } from '#domain/value/json.ts';

/** The value of a policy in words. */
export function sayPolicy({ kind, value }: { kind: PolicyKind; value: unknown }): string {
  if (value === null || value === undefined) return kind === 'START_BY' ? '1 min, to count as on time' : 'no limit';
  if (kind === 'RETRY') return sayStoredRetry(value);
  if (kind === 'TIMEOUT' || kind === 'START_BY' || kind === 'MAX_DURATION') return sayTimeout(String(value));
  return typeof value === 'number' ? value.toLocaleString('en') : String(value);
}

function sayStoredRetry(value: unknown): string {
  if (!isJsonObject(value)) return String(value);
  const { maxAttempts, strategy, baseDelay, maxDelay } = value;
  return sayRetry({
    maxAttempts: Number(maxAttempts),
    strategy: String(strategy),
    baseDelay: String(baseDelay),
    maxDelay: String(maxDelay),
  });
}
