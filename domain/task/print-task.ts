/** A version of a task as a text, always in the same order: two of them can be laid beside each other. */
import type { DeclaredNeeds } from '#domain/gate/declared-needs.ts';
import { formatDuration } from '#domain/value/duration.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import type { RetryPolicy } from './retry-policy.ts';

export type PrintedTask = {
  description: string | null;
  handler: Json;
  queue: string;
  priority: number;
  timeoutMs: number;
  retry: RetryPolicy;
  inputSchema: JsonObject | null;
  resultSchema: JsonObject | null;
  sla: { startByMs?: number; maxDurationMs?: number } | null;
  needs: DeclaredNeeds | null;
  labels: JsonObject;
};

/** The version as JSON, in the words of registerTask; what is not set is left out. */
export function printTask(task: PrintedTask): string {
  const { description, handler, queue, priority, timeoutMs, retry, inputSchema, resultSchema, sla, needs, labels } =
    task;
  const { maxAttempts, strategy, baseDelayMs, maxDelayMs, jitter, resultContract } = retry;
  const { startByMs, maxDurationMs } = sla ?? {};
  const limits = {
    ...(startByMs !== undefined && { startBy: formatDuration(startByMs) }),
    ...(maxDurationMs !== undefined && { maxDuration: formatDuration(maxDurationMs) }),
  };
  const delays = { baseDelay: formatDuration(baseDelayMs), maxDelay: formatDuration(maxDelayMs) };
  const printed = {
    ...(description !== null && description !== '' && { description }),
    handler: sorted(handler),
    queue,
    priority,
    timeout: formatDuration(timeoutMs),
    retry: { maxAttempts, strategy, ...delays, jitter, ...(resultContract && { resultContract }) },
    ...(inputSchema !== null && { inputSchema: sorted(inputSchema) }),
    ...(resultSchema !== null && { resultSchema: sorted(resultSchema) }),
    ...(Object.keys(limits).length > 0 && { sla: limits }),
    ...printedNeeds(needs),
    ...(Object.keys(labels).length > 0 && { labels: sorted(labels) }),
  };
  return JSON.stringify(printed, null, 2);
}

function printedNeeds(needs: DeclaredNeeds | null): JsonObject {
  const { mutex = [], resources = {}, concurrency = null, rate = null } = needs ?? {};
  return {
    ...(mutex.length > 0 && { mutex: [...mutex] }),
    ...(Object.keys(resources).length > 0 && { resources: sorted(resources) }),
    ...(concurrency !== null && {
      concurrency: { max: concurrency.max, ...(concurrency.key !== null && { key: concurrency.key }) },
    }),
    ...(rate !== null && { rate: { max: rate.max, per: rate.per } }),
  };
}

// The database keeps its own order of keys, and an author has another one.
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
