/** How a task is carried out: exactly one of builtin, http and plugin, each with its own fields. */
import { taskBounds } from '#domain/bounds/task.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import { checkJson, checkText } from '#domain/value/input-checks.ts';
import { isJsonObject, type Json, type JsonObject } from '#domain/value/json.ts';
import { compileHttpTemplate } from './http-template.ts';

export const builtinNames = ['noop', 'echo', 'sleep', 'fail', 'log'] as const;
export type BuiltinName = (typeof builtinNames)[number];

export const httpMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;
export type HttpMethod = (typeof httpMethods)[number];

/** What each kind of handler is told. A kind that stands here does not compile before a worker carries it out. */
export type HandlerBlocks = {
  builtin: { name: BuiltinName; options: JsonObject };
  http: { method: HttpMethod; url: string; headers: Record<string, string>; body: Json; logBody?: boolean };
  plugin: { pluginId: string; runtimeUrl: string };
};
export type HandlerKind = keyof HandlerBlocks;

/** A handler as it is stored: its block under the name of its kind. */
export type Handler = { [Kind in HandlerKind]: Pick<HandlerBlocks, Kind> }[HandlerKind];

/** A handler as a worker has it in hand. */
export type KnownHandler<Kinds extends HandlerKind = HandlerKind> = {
  [Kind in Kinds]: { kind: Kind; block: HandlerBlocks[Kind] };
}[Kinds];

const parsers: { [Kind in HandlerKind]: (block: JsonObject, path: string[]) => Outcome<Handler> } = {
  builtin: parseBuiltin,
  http: parseHttp,
  plugin: parsePlugin,
};
const readers: { [Kind in HandlerKind]: (block: JsonObject) => Outcome<KnownHandler<Kind>> } = {
  builtin: readBuiltin,
  http: readHttp,
  plugin: readPlugin,
};

/** Every kind there is. */
export const handlerKinds = Object.keys(parsers);

function isKind(key: string): key is HandlerKind {
  return Object.hasOwn(parsers, key);
}

/** The handler that was stored, perhaps under other rules than today's: only its shape is asked for. */
export function readHandler(stored: JsonObject): Outcome<KnownHandler> {
  for (const [kind, block] of Object.entries(stored))
    if (isKind(kind) && isJsonObject(block)) return readers[kind](block);
  return refuse('UNKNOWN_FIELD', 'there is no such handler', ['handler']);
}

/** Reads a handler; a null block counts as absent. */
export function parseHandler(input: unknown, path: string[] = ['handler']): Outcome<Handler> {
  if (!isJsonObject(input)) return refuse('BAD_INPUT', `a handler is one of ${handlerKinds.join(', ')}`, path);
  const given = Object.keys(input).filter((key) => input[key] !== undefined && input[key] !== null);
  const [kind, other] = given;
  if (kind === undefined || other !== undefined) {
    return refuse('BAD_INPUT', `a handler is exactly one of ${handlerKinds.join(', ')}`, path);
  }
  const block = input[kind];
  const here = [...path, kind];
  if (!isKind(kind)) return refuse('UNKNOWN_FIELD', `there is no handler "${kind}"`, here);
  if (!isJsonObject(block)) return refuse('BAD_INPUT', `${kind} is an object`, here);
  return parsers[kind](block, here);
}

function parseBuiltin(block: JsonObject, path: string[]): Outcome<Handler> {
  const refusals = unknownFields(block, ['name', 'options'], path);
  const name = builtinNames.find((each) => each === block.name);
  if (name === undefined) refusals.push(bad(`the builtin handlers are ${builtinNames.join(', ')}`, [...path, 'name']));
  const options = block.options ?? {};
  if (!isJsonObject(options)) refusals.push(bad('options are an object', [...path, 'options']));
  else if (name !== undefined) refusals.push(...checkOptions(name, options, [...path, 'options']));
  if (refusals.length > 0 || name === undefined || !isJsonObject(options)) return refuseAll(refusals);
  return done({ builtin: { name, options } });
}

function readBuiltin(block: JsonObject): Outcome<KnownHandler<'builtin'>> {
  const name = builtinNames.find((each) => each === block.name);
  if (name === undefined) return refuse('UNKNOWN_FIELD', `there is no builtin "${String(block.name)}"`, ['name']);
  return done({ kind: 'builtin', block: { name, options: isJsonObject(block.options) ? block.options : {} } });
}

// What an option may be. The job's params may give the same settings, so none of them is required here.
const optionChecks: Record<BuiltinName, Record<string, { fits: (value: Json) => boolean; what: string }>> = {
  noop: {},
  echo: {},
  sleep: {
    ms: {
      fits: (value) => isWhole(value, taskBounds.timeoutMsMax),
      what: `a whole number of milliseconds up to ${taskBounds.timeoutMsMax}`,
    },
  },
  fail: {
    times: { fits: (value) => isWhole(value, Number.MAX_SAFE_INTEGER), what: 'a whole number of attempts' },
    message: {
      fits: (value) => typeof value === 'string' && value.length <= valueBounds.errorTextLengthMax,
      what: 'a text',
    },
    retryable: { fits: (value) => typeof value === 'boolean', what: 'true or false' },
  },
  log: {
    lines: {
      fits: (value) => isWhole(value, taskBounds.builtinLinesMax),
      what: `a whole number of lines up to ${taskBounds.builtinLinesMax}`,
    },
    everyMs: {
      fits: (value) => isWhole(value, taskBounds.timeoutMsMax),
      what: `a whole number of milliseconds up to ${taskBounds.timeoutMsMax}`,
    },
    text: {
      fits: (value) => typeof value === 'string' && value.length <= valueBounds.textLengthMax,
      what: `a text of at most ${valueBounds.textLengthMax} characters`,
    },
    error: {
      fits: (value) => typeof value === 'string' && value.length <= valueBounds.errorTextLengthMax,
      what: 'a text',
    },
  },
};

function checkOptions(name: BuiltinName, options: JsonObject, path: string[]): Refusal[] {
  const known = optionChecks[name];
  const refusals = unknownFields(options, Object.keys(known), path);
  for (const [key, { fits, what }] of Object.entries(known)) {
    const value = options[key];
    if (value !== undefined && value !== null && !fits(value)) refusals.push(bad(`${key} is ${what}`, [...path, key]));
    refusals.push(...refuseExpressions(value, [...path, key]));
  }
  return refusals;
}

function parseHttp(block: JsonObject, path: string[]): Outcome<Handler> {
  const refusals = unknownFields(block, ['method', 'url', 'headers', 'body', 'logBody'], path);
  const wanted = typeof block.method === 'string' ? block.method.toUpperCase() : block.method;
  const method = httpMethods.find((each) => each === wanted);
  if (method === undefined) refusals.push(bad(`method is one of ${httpMethods.join(', ')}`, [...path, 'method']));
  const headers = readHeaders(block.headers ?? {}, [...path, 'headers']);
  if (!headers.ok) refusals.push(...headers.refusals);
  const { url } = block;
  refusals.push(...checkUrl(url, [...path, 'url']));
  refusals.push(
    ...checkJson({ value: block.body, path: [...path, 'body'], sizeBytesMax: valueBounds.payloadSizeBytesMax }),
  );
  const logBody = block.logBody ?? false;
  if (typeof logBody !== 'boolean') refusals.push(bad('logBody is true or false', [...path, 'logBody']));
  if (refusals.length > 0 || method === undefined || typeof url !== 'string' || !headers.ok) return refuseAll(refusals);
  const http = {
    method,
    url,
    headers: headers.value,
    body: block.body ?? null,
    ...(logBody === true && { logBody }),
  };
  const compiled = compileHttpTemplate(http, path);
  return compiled.ok ? done({ http }) : compiled;
}

function readHttp(block: JsonObject): Outcome<KnownHandler<'http'>> {
  // A job is work, and work is posted.
  const wanted = typeof block.method === 'string' ? block.method.toUpperCase() : 'POST';
  const method = httpMethods.find((each) => each === wanted);
  if (typeof block.url !== 'string') return refuse('BAD_INPUT', 'an http handler needs a url', ['url']);
  if (method === undefined) return refuse('BAD_INPUT', `an http handler cannot ${wanted}`, ['method']);
  if (!isJsonObject(block.headers ?? {}))
    return refuse('BAD_INPUT', 'the headers of an http handler are an object', ['headers']);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(block.headers ?? {})) {
    if (typeof value !== 'string') return refuse('BAD_INPUT', `the header "${name}" is not a text`, ['headers', name]);
    headers[name] = value;
  }
  const logBody = block.logBody === true;
  return done({ kind: 'http', block: { method, url: block.url, headers, body: block.body ?? null, logBody } });
}

// One segment of a path, and never `..`.
const pluginIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

function parsePlugin(block: JsonObject, path: string[]): Outcome<Handler> {
  const { pluginId, runtimeUrl } = block;
  const refusals = unknownFields(block, ['pluginId', 'runtimeUrl'], path);
  if (typeof pluginId !== 'string' || !pluginIdPattern.test(pluginId)) {
    refusals.push(bad('a plugin id has 1 to 200 letters, digits, dots, dashes and underscores', [...path, 'pluginId']));
  }
  refusals.push(...checkUrl(runtimeUrl, [...path, 'runtimeUrl']));
  refusals.push(...refuseExpressions(runtimeUrl, [...path, 'runtimeUrl']));
  if (typeof runtimeUrl === 'string' && /[?#]/.test(runtimeUrl)) {
    refusals.push({
      code: 'BAD_URL',
      message: 'the address of a runtime has no query and no fragment',
      path: [...path, 'runtimeUrl'],
    });
  }
  if (refusals.length > 0 || typeof pluginId !== 'string' || typeof runtimeUrl !== 'string') return refuseAll(refusals);
  return done({ plugin: { pluginId, runtimeUrl } });
}

function readPlugin({ pluginId, runtimeUrl }: JsonObject): Outcome<KnownHandler<'plugin'>> {
  if (typeof pluginId !== 'string' || !pluginIdPattern.test(pluginId))
    return refuse('BAD_INPUT', 'a plugin handler needs a pluginId', ['pluginId']);
  if (typeof runtimeUrl !== 'string') return refuse('BAD_INPUT', 'a plugin handler needs a runtimeUrl', ['runtimeUrl']);
  if (/[?#]/.test(runtimeUrl)) return refuse('BAD_INPUT', 'a runtimeUrl has no query and no fragment', ['runtimeUrl']);
  return done({ kind: 'plugin', block: { pluginId, runtimeUrl } });
}

const headerName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

function readHeaders(value: Json, path: string[]): Outcome<Record<string, string>> {
  if (!isJsonObject(value)) return refuse('BAD_INPUT', 'headers are an object of texts', path);
  const entries = Object.entries(value);
  if (entries.length > taskBounds.headersMax)
    return refuse('BAD_INPUT', `there are at most ${taskBounds.headersMax} headers`, path);
  const refusals: Refusal[] = [];
  const headers: [string, string][] = [];
  for (const [name, text] of entries) {
    const here = [...path, name];
    if (!headerName.test(name)) refusals.push(bad('this is not the name of a header', here));
    // A line break would let a value pose as further headers.
    else if (typeof text !== 'string' || /[\r\n]/.test(text))
      refusals.push(bad('a header is a text of one line', here));
    else refusals.push(...checkText({ value: text, path: here, lengthMax: taskBounds.headerLengthMax }));
    if (typeof text === 'string') headers.push([name, text]);
  }
  return refusals.length > 0 ? refuseAll(refusals) : done(Object.fromEntries(headers));
}

function checkUrl(value: Json | undefined, path: string[]): Refusal[] {
  const refused = (message: string): Refusal[] => [{ code: 'BAD_URL', message, path }];
  if (typeof value !== 'string' || value.length > taskBounds.urlLengthMax)
    return refused(`a URL of at most ${taskBounds.urlLengthMax} characters is needed here`);
  // Expressions are filled in when the job runs; for its shape a placeholder is as good.
  const url = URL.parse(value.replaceAll(/\$\{\{.*?\}\}/g, 'x'));
  if (url === null) return refused(`"${value.slice(0, 80)}" is not a URL`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refused('only http and https are called');
  if (url.username !== '' || url.password !== '')
    return refused('a URL carries no credentials; put them into a header');
  return [];
}

// Registered and then taken as it stands, it would mean something else than it says.
function refuseExpressions(value: Json | undefined, path: string[]): Refusal[] {
  return typeof value === 'string' && value.includes('${{')
    ? [bad('expressions are filled in only in the url, headers and body of an http handler', path)]
    : [];
}

function unknownFields(block: JsonObject, known: string[], path: string[]): Refusal[] {
  return Object.keys(block)
    .filter((key) => !known.includes(key))
    .map(
      (key) => ({ code: 'UNKNOWN_FIELD', message: `there is no field "${key}" here`, path: [...path, key] }) as const,
    );
}

function isWhole(value: Json, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max;
}

function bad(message: string, path: string[]): Refusal {
  return { code: 'BAD_INPUT', message, path };
}
