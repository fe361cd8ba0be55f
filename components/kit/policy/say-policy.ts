/** What holds, as a person says it. */
import type { PolicyKind } from '#components/generated/policy.ts';
import { isJsonObject } from '#domain/value/json.ts';
import { sayRetry, sayTimeout } from './say-retry.ts';

// What is said where nothing is set, when that is not that nothing limits.
const nothingWords: Partial<Record<PolicyKind, string>> = {
  START_BY: '1 min, to count as on time',
  MUTEX: 'none',
  RESOURCES: 'none',
};

const sayers: Partial<Record<PolicyKind, (value: unknown) => string>> = {
  RETRY: sayStoredRetry,
  TIMEOUT: (value) => sayTimeout(String(value)),
  START_BY: (value) => sayTimeout(String(value)),
  MAX_DURATION: (value) => sayTimeout(String(value)),
  RUN_DURATION_MAX: (value) => sayTimeout(String(value)),
  RUNNING_MAX: sayCap,
  RATE: sayRate,
  MUTEX: (value) => (Array.isArray(value) ? value.join(', ') : String(value)),
  RESOURCES: sayAmounts,
  ON_FAILURE: sayFailureMode,
  OVERLAP: sayName,
  CATCH_UP: sayCatchUp,
};

/** The value of a policy in words. */
export function sayPolicy({ kind, value }: { kind: PolicyKind; value: unknown }): string {
  if (value === null || value === undefined) return nothingWords[kind] ?? 'no limit';
  const say = sayers[kind];
  if (say !== undefined) return say(value);
  return typeof value === 'number' ? value.toLocaleString('en') : String(value);
}

function sayCap(value: unknown): string {
  if (!isJsonObject(value)) return Number(value).toLocaleString('en');
  const { max, key } = value;
  return typeof key === 'string'
    ? `${Number(max).toLocaleString('en')} for each ${key}`
    : Number(max).toLocaleString('en');
}

function sayRate(value: unknown): string {
  if (!isJsonObject(value)) return String(value);
  return `${Number(value.max).toLocaleString('en')} a ${String(value.per).toLowerCase()}`;
}

function sayAmounts(value: unknown): string {
  if (!isJsonObject(value)) return String(value);
  const parts = Object.entries(value).map(([pool, amount]) => `${Number(amount).toLocaleString('en')} of ${pool}`);
  return parts.join(', ');
}

function sayFailureMode(value: unknown): string {
  if (value === 'cancel') return 'cancel the run';
  return value === 'continue' ? 'go on with the others' : 'fail the run';
}

function sayCatchUp(value: unknown): string {
  if (!isJsonObject(value)) return String(value);
  const { policy, window } = value;
  if (policy === 'NONE') return 'are recorded as missed';
  const late = typeof window === 'string' ? `, up to ${sayTimeout(window)} late` : '';
  return `${policy === 'LAST' ? 'the last of them fires' : 'all of them fire'}${late}`;
}

// SKIP and ALLOW_ALL, as they are called in the API.
function sayName(value: unknown): string {
  return String(value).toLowerCase().replaceAll('_', ' ');
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
