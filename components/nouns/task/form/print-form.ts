/** The definition in the form as the text that its version will have, to be laid beside the version before. */
import { readObject } from '#components/kit/form/schema/json-text.ts';
import { defaultTimeoutMs } from '#domain/policy/defaults.ts';
import { hiddenValue } from '#domain/task/kept-headers.ts';
import { type PrintedTask, printTask } from '#domain/task/print-task.ts';
import { defaultRetryPolicy } from '#domain/task/retry-policy.ts';
import { parseDurationMs } from '#domain/value/duration.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { readNeedsForm } from './needs-text.ts';
import { handlerInput, type TaskForm } from './task-form.ts';

// What stands in the place of a value that somebody has just written.
const newValue = '(a new value)';

/** Values of headers are hidden here as in every version; one that is written anew can be told from one that is kept. */
export function printForm(form: TaskForm): string {
  const startByMs = msOf(form.startBy);
  const maxDurationMs = msOf(form.maxDuration);
  return printTask({
    description: form.description.trim() || null,
    handler: handlerAsStored(form),
    queue: form.queue.trim(),
    priority: Number(form.priority),
    timeoutMs: msOf(form.timeout) ?? defaultTimeoutMs,
    retry: {
      maxAttempts: Number(form.maxAttempts),
      strategy: form.strategy,
      baseDelayMs: msOf(form.baseDelay) ?? defaultRetryPolicy.baseDelayMs,
      maxDelayMs: msOf(form.maxDelay) ?? defaultRetryPolicy.maxDelayMs,
      jitter: form.jitter,
      resultContract: form.resultContract,
    },
    inputSchema: schemaOf(form.inputSchema),
    resultSchema: schemaOf(form.resultSchema),
    sla: { ...(startByMs !== undefined && { startByMs }), ...(maxDurationMs !== undefined && { maxDurationMs }) },
    needs: needsOf(form),
    labels: readObject(form.labels) ?? {},
  });
}

function needsOf(form: TaskForm): PrintedTask['needs'] {
  const { mutex, resources, concurrency, rate } = readNeedsForm(form);
  const cap = concurrency === null ? null : { max: concurrency.max, key: concurrency.key ?? null };
  return { mutex: [...mutex], resources: { ...resources }, concurrency: cap, rate };
}

function handlerAsStored(form: TaskForm): Json {
  const { builtin, http, plugin } = handlerInput(form);
  if (builtin !== undefined && builtin !== null)
    return { builtin: { name: builtin.name, options: objectOf(builtin.options) } };
  if (plugin !== undefined && plugin !== null)
    return { plugin: { pluginId: plugin.pluginId, runtimeUrl: plugin.runtimeUrl } };
  const { method, url } = http ?? { method: '', url: '' };
  const headers = form.headers
    .filter(({ name }) => name.trim() !== '')
    .map(({ name, isKept }) => [name.trim(), isKept ? hiddenValue : newValue] as const);
  const body: Json = isJson(http?.body) ? http.body : null;
  return { http: { method, url, headers: Object.fromEntries(headers), body, ...(form.logBody && { logBody: true }) } };
}

function isJson(value: unknown): value is Json {
  return value !== undefined;
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function schemaOf(text: string): JsonObject | null {
  return text.trim() === '' ? null : (readObject(text) ?? null);
}

function msOf(text: string): number | undefined {
  if (text.trim() === '') return undefined;
  const ms = parseDurationMs(text);
  return ms.ok ? ms.value : undefined;
}
