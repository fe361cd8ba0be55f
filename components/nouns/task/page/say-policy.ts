/** What holds for the jobs of a task, as a person says it. */
import type { PolicyKind } from '#components/generated/tasks.ts';
import { sayRetry, sayTimeout } from '#components/nouns/task/say-task.ts';
import { isJsonObject } from '#domain/value/json.ts';

// What is said where nothing is set, when that is not that nothing limits.
const nothingWords: Partial<Record<PolicyKind, string>> = {
  START_BY: '1 min, to count as on time',
  MUTEX: 'none',
  RESOURCES: 'none',
};

/** The value of a policy in words. */
export function sayPolicy({ kind, value }: { kind: PolicyKind; value: unknown }): string {
  if (value === null || value === undefined) return nothingWords[kind] ?? 'no limit';
  if (kind === 'RETRY') return sayStoredRetry(value);
  if (kind === 'TIMEOUT' || kind === 'START_BY' || kind === 'MAX_DURATION') return sayTimeout(String(value));
  if (kind === 'RUNNING_MAX') return sayCap(value);
  if (kind === 'MUTEX' && Array.isArray(value)) return value.join(', ');
  if (kind === 'RESOURCES' && isJsonObject(value))
    return Object.entries(value)
      .map(([pool, amount]) => `${amount} of ${pool}`)
      .join(', ');
  return typeof value === 'number' ? value.toLocaleString('en') : String(value);
}

function sayCap(value: unknown): string {
  if (!isJsonObject(value)) return String(value);
  const { max, key } = value;
  return typeof key === 'string'
    ? `${Number(max).toLocaleString('en')} for each ${key}`
    : Number(max).toLocaleString('en');
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
