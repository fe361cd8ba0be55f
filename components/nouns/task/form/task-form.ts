/** What the form of a task holds while a person writes, and the definition that it stands for. */
import type { HandlerInput, HandlerKind, RegisterTaskInput, TaskToEditQuery } from '#components/generated/tasks.ts';
import type { Fields, Problems } from '#components/kit/form/form-state.ts';
import { readJson, readObject } from '#components/kit/form/schema/json-text.ts';
import { defaultTimeoutMs } from '#domain/policy/defaults.ts';
import { type BuiltinName, builtinNames, type HttpMethod, httpMethods } from '#domain/task/handler.ts';
import { hiddenValue } from '#domain/task/kept-headers.ts';
import {
  defaultRetryPolicy,
  type RetryJitter,
  type RetryStrategy,
  retryJitters,
  retryStrategies,
} from '#domain/task/retry-policy.ts';
import { formatDuration } from '#domain/value/duration.ts';
import { isJsonObject, type Json } from '#domain/value/json.ts';
import { type NeedsField, type NeedsForm, needsForm, needsProblems, noNeeds, readNeedsForm } from './needs-text.ts';

export type Stored = NonNullable<TaskToEditQuery['task']>;

/** A header as it is written. A kept one has the value of the version before, which nobody is shown. */
export type HeaderLine = { name: string; value: string; isKept: boolean };

/** What goes as the body of a call: the params of the job, JSON, or a text. */
export type BodyKind = 'params' | 'json' | 'text';

/** The fields as texts and choices; durations are ISO 8601, and nothing where there is none. */
export type TaskForm = NeedsForm & {
  name: string;
  description: string;
  kind: HandlerKind;
  builtin: BuiltinName;
  options: string;
  method: HttpMethod;
  url: string;
  headers: readonly HeaderLine[];
  bodyKind: BodyKind;
  body: string;
  logBody: boolean;
  pluginId: string;
  runtimeUrl: string;
  queue: string;
  priority: string;
  timeout: string;
  maxAttempts: string;
  strategy: RetryStrategy;
  baseDelay: string;
  maxDelay: string;
  jitter: RetryJitter;
  resultContract: boolean;
  startBy: string;
  maxDuration: string;
  inputSchema: string;
  resultSchema: string;
  labels: string;
};

/** Where a problem is shown; most are called as the API calls them, so that a refusal finds its field. */
export type TaskField =
  | 'name'
  | 'description'
  | 'options'
  | 'url'
  | 'headers'
  | 'body'
  | 'pluginId'
  | 'runtimeUrl'
  | 'inputSchema'
  | 'resultSchema'
  | 'queue'
  | 'priority'
  | 'timeout'
  | 'maxAttempts'
  | 'baseDelay'
  | 'maxDelay'
  | 'startBy'
  | 'maxDuration'
  | NeedsField
  | 'labels';

export const taskFields: Fields<TaskField, TaskForm> = {
  name: { label: 'Name', of: ['name'] },
  description: { label: 'What it is for', of: ['description'] },
  options: { label: 'Options', of: ['options', 'builtin'] },
  url: { label: 'URL', of: ['url'] },
  headers: { label: 'Headers', of: ['headers', 'url'] },
  body: { label: 'Body', of: ['body', 'bodyKind'] },
  pluginId: { label: 'Plugin', of: ['pluginId'] },
  runtimeUrl: { label: 'Address of the runtime', of: ['runtimeUrl'] },
  inputSchema: { label: 'Params (JSON Schema)', of: ['inputSchema'] },
  resultSchema: { label: 'Results (JSON Schema)', of: ['resultSchema'] },
  queue: { label: 'Queue', of: ['queue'] },
  priority: { label: 'Priority', of: ['priority'] },
  timeout: { label: 'Timeout of an attempt', of: ['timeout'] },
  maxAttempts: { label: 'Attempts at most', of: ['maxAttempts'] },
  baseDelay: { label: 'First delay', of: ['baseDelay'] },
  maxDelay: { label: 'Longest delay', of: ['maxDelay'] },
  startBy: { label: 'Must start within', of: ['startBy'] },
  maxDuration: { label: 'Must not take longer than', of: ['maxDuration'] },
  max: { label: 'Running at once', of: ['max', 'key'] },
  key: { label: 'Counted by key', of: ['key'] },
  mutex: { label: 'Mutexes', of: ['mutex'] },
  resources: { label: 'Resource pools', of: ['resources'] },
  rate: { label: 'Starts at most', of: ['rateMax', 'ratePer'] },
  labels: { label: 'Labels', of: ['labels'] },
};

/** A new task, with what the platform would fill in. */
export const emptyTask: TaskForm = {
  ...noNeeds,
  name: '',
  description: '',
  kind: 'HTTP',
  builtin: 'noop',
  options: '{}',
  method: 'POST',
  url: '',
  headers: [],
  bodyKind: 'params',
  body: '',
  logBody: false,
  pluginId: '',
  runtimeUrl: '',
  queue: 'default',
  priority: '0',
  timeout: formatDuration(defaultTimeoutMs),
  maxAttempts: String(defaultRetryPolicy.maxAttempts),
  strategy: defaultRetryPolicy.strategy,
  baseDelay: formatDuration(defaultRetryPolicy.baseDelayMs),
  maxDelay: formatDuration(defaultRetryPolicy.maxDelayMs),
  jitter: defaultRetryPolicy.jitter,
  resultContract: defaultRetryPolicy.resultContract,
  startBy: '',
  maxDuration: '',
  inputSchema: '',
  resultSchema: '',
  labels: '',
};

/** A stored version as the form shows it. */
export function formOf(stored: Stored): TaskForm {
  const { retry, sla } = stored;
  return {
    ...emptyTask,
    ...handlerForm(stored.handler),
    ...needsForm({
      ...stored,
      resources: amountsOf(stored.resources),
      concurrency: stored.concurrency ?? null,
      rate: stored.rate ?? null,
    }),
    name: stored.name,
    description: stored.description ?? '',
    queue: stored.queue.name,
    priority: String(stored.priority),
    timeout: stored.timeout,
    maxAttempts: String(retry.maxAttempts),
    strategy: retryStrategies.find((one) => one === retry.strategy) ?? emptyTask.strategy,
    baseDelay: retry.baseDelay,
    maxDelay: retry.maxDelay,
    jitter: retryJitters.find((one) => one === retry.jitter) ?? emptyTask.jitter,
    resultContract: retry.resultContract,
    startBy: sla?.startBy ?? '',
    maxDuration: sla?.maxDuration ?? '',
    inputSchema: printed(stored.inputSchema),
    resultSchema: printed(stored.resultSchema),
    labels: isJsonObject(stored.labels) && Object.keys(stored.labels).length > 0 ? printed(stored.labels) : '',
  };
}

function amountsOf(resources: unknown): Record<string, number> {
  if (!isJsonObject(resources)) return {};
  return Object.fromEntries(Object.entries(resources).map(([pool, amount]) => [pool, Number(amount)]));
}

function handlerForm(handler: unknown): Partial<TaskForm> {
  if (!isJsonObject(handler)) return {};
  const { builtin, http, plugin } = handler;
  if (isJsonObject(builtin)) {
    const name = builtinNames.find((one) => one === builtin.name) ?? emptyTask.builtin;
    return { kind: 'BUILTIN', builtin: name, options: printed(builtin.options ?? {}) };
  }
  if (isJsonObject(plugin))
    return { kind: 'PLUGIN', pluginId: String(plugin.pluginId), runtimeUrl: String(plugin.runtimeUrl) };
  if (!isJsonObject(http)) return {};
  const body = http.body ?? null;
  return {
    kind: 'HTTP',
    method: httpMethods.find((one) => one === http.method) ?? emptyTask.method,
    url: String(http.url),
    headers: Object.keys(isJsonObject(http.headers) ? http.headers : {}).map((name) => ({
      name,
      value: '',
      isKept: true,
    })),
    bodyKind: body === null ? 'params' : typeof body === 'string' ? 'text' : 'json',
    body: body === null ? '' : typeof body === 'string' ? body : printed(body),
    logBody: http.logBody === true,
  };
}

/** What can be seen to be wrong without asking; the API says the rest. */
export function problemsIn(form: TaskForm): Problems<TaskField> {
  const problems: Problems<TaskField> = {};
  const json = (field: 'inputSchema' | 'resultSchema' | 'labels' | 'options', words: string) => {
    if (form[field].trim() !== '' && readObject(form[field]) === undefined) problems[field] = words;
  };
  if (form.name.trim() === '') problems.name = 'A task needs a name.';
  if (form.kind === 'BUILTIN') json('options', 'Options are one JSON object: { "name": value }.');
  if (form.kind === 'HTTP') Object.assign(problems, httpProblems(form));
  if (form.kind === 'PLUGIN' && form.pluginId.trim() === '') problems.pluginId = 'Which plugin carries it out?';
  if (form.kind === 'PLUGIN' && form.runtimeUrl.trim() === '') problems.runtimeUrl = 'Where does its runtime answer?';
  json('inputSchema', 'A schema is one JSON object.');
  json('resultSchema', 'A schema is one JSON object.');
  json('labels', 'Labels are one JSON object of texts: { "team": "ops" }.');
  if (!isWhole(form.priority)) problems.priority = 'A priority is a whole number.';
  if (!isWhole(form.maxAttempts)) problems.maxAttempts = 'How often, as a whole number.';
  return { ...problems, ...needsProblems(form) };
}

function httpProblems({ url, headers, bodyKind, body }: TaskForm): Problems<TaskField> {
  const names = headers.map(({ name }) => name.trim().toLowerCase());
  const isTwice = names.some((name, n) => name !== '' && names.indexOf(name) !== n);
  return {
    ...(url.trim() === '' && { url: 'Where does the call go?' }),
    ...(isTwice && { headers: 'A header stands there twice.' }),
    ...(headers.some(({ name, value }) => name.trim() === '' && value !== '') && {
      headers: 'A header needs a name.',
    }),
    ...(bodyKind === 'json' && !isJsonText(body) && { body: 'This is no JSON.' }),
  };
}

/** The definition as the API is told of it. */
export function inputOf(form: TaskForm): RegisterTaskInput {
  const { startBy, maxDuration } = form;
  const inputSchema = objectIfGiven(form.inputSchema);
  const resultSchema = objectIfGiven(form.resultSchema);
  const labels = objectIfGiven(form.labels);
  const { mutex, resources, concurrency, rate } = readNeedsForm(form);
  return {
    name: form.name.trim(),
    ...(form.description.trim() !== '' && { description: form.description.trim() }),
    handler: handlerInput(form),
    queue: form.queue.trim(),
    priority: Number(form.priority),
    ...(form.timeout !== '' && { timeout: form.timeout }),
    retry: {
      maxAttempts: Number(form.maxAttempts),
      strategy: form.strategy,
      jitter: form.jitter,
      ...(form.resultContract && { resultContract: true }),
      ...(form.baseDelay !== '' && { baseDelay: form.baseDelay }),
      ...(form.maxDelay !== '' && { maxDelay: form.maxDelay }),
    },
    ...((startBy !== '' || maxDuration !== '') && {
      sla: { ...(startBy !== '' && { startBy }), ...(maxDuration !== '' && { maxDuration }) },
    }),
    ...(inputSchema !== undefined && { inputSchema }),
    ...(resultSchema !== undefined && { resultSchema }),
    ...(mutex.length > 0 && { mutex: [...mutex] }),
    ...(Object.keys(resources).length > 0 && { resources }),
    ...(concurrency !== null && { concurrency }),
    ...(rate !== null && { rate }),
    ...(labels !== undefined && { labels }),
  };
}

/** How it is carried out, as the API is told of it. */
export function handlerInput(form: TaskForm): HandlerInput {
  if (form.kind === 'BUILTIN') return { builtin: { name: form.builtin, options: readObject(form.options) ?? {} } };
  if (form.kind === 'PLUGIN') return { plugin: { pluginId: form.pluginId.trim(), runtimeUrl: form.runtimeUrl.trim() } };
  const body = bodyOf(form);
  const headers = form.headers
    .filter(({ name }) => name.trim() !== '')
    .map(({ name, value, isKept }) => [name.trim(), isKept ? hiddenValue : value] as const);
  return {
    http: {
      method: form.method,
      url: form.url.trim(),
      headers: Object.fromEntries(headers),
      ...(body !== undefined && { body }),
      ...(form.logBody && { logBody: true }),
    },
  };
}

function bodyOf({ bodyKind, body }: TaskForm): Json | undefined {
  if (bodyKind === 'params') return undefined;
  return bodyKind === 'text' ? body : readJson(body);
}

function objectIfGiven(text: string) {
  return text.trim() === '' ? undefined : readObject(text);
}

function isJsonText(text: string): boolean {
  const value = readJson(text);
  return value !== undefined && (typeof value !== 'string' || text.trim().startsWith('"'));
}

function isWhole(text: string): boolean {
  return /^-?\d{1,9}$/.test(text.trim());
}

function printed(value: unknown): string {
  return value === null || value === undefined ? '' : JSON.stringify(value, null, 2);
}
