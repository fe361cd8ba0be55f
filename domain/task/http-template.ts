/**
 * The texts of an http handler with `${{ params.x }}` in them: checked when the task is registered, filled in for each
 * attempt. Scheme and host are the author's alone: whoever enqueues a job chooses what is asked, never who is asked.
 */
import { taskBounds } from '#domain/bounds/task.ts';
import { valueBounds } from '#domain/bounds/value.ts';
import { type Budget, createBudget } from '#domain/expression/budget.ts';
import {
  compileParts,
  compileTemplate,
  type Expression,
  evaluate,
  renderTemplate,
  type Scope,
  type Template,
} from '#domain/expression/expressions.ts';
import type { Evaluation } from '#domain/expression/values.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '#domain/refusal.ts';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { sizeBytesAbove } from '#domain/value/json.ts';

/** What a handler's expressions see. */
export type HandlerScope = { params: Json; job: JsonObject };

type Parts = (string | Expression)[];

/** An http handler whose texts are compiled. */
export type HttpTemplate = { url: Parts; headers: [name: string, parts: Parts][]; body: Template };

/** The texts of one request. */
export type HttpTexts = { url: string; headers: Record<string, string>; body: Json };

type HttpTextsAsWritten = { url: string; headers: Readonly<Record<string, string>>; body: Json };

const beforeHostEnds = /^https?:\/\/[^/?#]*$/i;

/** Compiles every text; refused with BAD_EXPRESSION and the place. */
export function compileHttpTemplate(block: HttpTextsAsWritten, path: string[]): Outcome<HttpTemplate> {
  const refusals: Refusal[] = [];
  const parts = (text: string, here: string[]): Parts => {
    const compiled = compileParts(text, { path: here });
    if (compiled.ok) refusals.push(...compiled.value.flatMap((part) => foreignNames(part, here)));
    else refusals.push(...compiled.refusals);
    return compiled.ok ? compiled.value : [];
  };
  const url = parts(block.url, [...path, 'url']);
  const [first] = url;
  if (url.length > 0 && (typeof first !== 'string' || (url.length > 1 && beforeHostEnds.test(first)))) {
    const message = 'scheme and host are written out: an expression stands after the / that follows them';
    refusals.push({ code: 'BAD_URL', message, path: [...path, 'url'] });
  }
  const headers = Object.entries(block.headers).map(([name, text]): [string, Parts] => [
    name,
    parts(text, [...path, 'headers', name]),
  ]);
  const body = compileTemplate(block.body);
  if (!body.ok) refusals.push(...body.refusals.map((one) => ({ ...one, path: [...path, 'body', ...one.path] })));
  else refusals.push(...body.value.expressions.flatMap((one) => foreignNames(one, [...path, 'body'])));
  return refusals.length > 0 || !body.ok ? refuseAll(refusals) : done({ url, headers, body: body.value });
}

/** Fills in the texts of one request, or says which of them cannot be. */
export function renderHttpTemplate(template: HttpTemplate, scope: HandlerScope): Outcome<HttpTexts> {
  const full: Scope = { vars: {}, tasks: {}, ...scope };
  const budget = createBudget();
  const url = renderUrl(template.url, full, budget);
  if (!url.ok) return refuse('BAD_URL', `the url: ${url.message}`);
  const headers: Record<string, string> = {};
  for (const [name, parts] of template.headers) {
    const text = renderParts(parts, { scope: full, budget, lengthMax: taskBounds.headerLengthMax, write: String });
    if (!text.ok) return refuse('BAD_INPUT', `the header ${name}: ${text.message}`);
    if (!headerText.test(text.value)) return refuse('BAD_INPUT', `the header ${name} is not one line of Latin letters`);
    headers[name] = text.value;
  }
  const body = renderTemplate(template.body, full, budget);
  if (!body.ok) return refuse('BAD_INPUT', `the body: ${body.message}`);
  if (sizeBytesAbove(valueBounds.payloadSizeBytesMax, JSON.stringify(body.value)) !== undefined)
    return refuse('TOO_LARGE', `the body is larger than ${valueBounds.payloadSizeBytesMax} bytes`);
  return done({ url: url.value, headers, body: body.value });
}

// What a header may carry; a line break would let a value pose as further headers.
const headerText = /^[\t\x20-\x7e\x80-\xff]*$/;

function foreignNames(part: string | Expression, path: string[]): Refusal[] {
  if (typeof part === 'string') return [];
  return part.references.names
    .filter((name) => name !== 'params' && name !== 'job')
    .map((name) => ({
      code: 'BAD_EXPRESSION',
      message: `${name} is not available in "${part.text}", only params and job are`,
      path,
    }));
}

// Encoded, a value stays one part of the path or the query. Dots alone would lead up and out of the path all the same.
function renderUrl(parts: Parts, scope: Scope, budget: Budget): Evaluation<string> {
  if (parts.length === 1 && typeof parts[0] === 'string') return { ok: true, value: parts[0] };
  const text = renderParts(parts, {
    scope,
    budget,
    lengthMax: taskBounds.outboundUrlLengthMax,
    write: encodeURIComponent,
  });
  if (!text.ok) return text;
  const [address = ''] = text.value.split(/[?#]/);
  if (address.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment)))
    return wrong('a part of the path is filled with dots alone, which lead elsewhere');
  return text;
}

type Writing = { scope: Scope; budget: Budget; lengthMax: number; write: (text: string) => string };

function renderParts(parts: Parts, { scope, budget, lengthMax, write }: Writing): Evaluation<string> {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = evaluate(part, scope, budget);
    if (!value.ok) return value;
    if (value.value === null || typeof value.value === 'object')
      return wrong(`"${part.text}" is no text, number, true or false`);
    const written = String(value.value)
      .slice(0, lengthMax + 1)
      .toWellFormed();
    text += write(written);
    if (text.length > lengthMax) return wrong(`it is longer than ${lengthMax} characters`);
  }
  return { ok: true, value: text };
}

function wrong(message: string): Evaluation<never> {
  return { ok: false, code: 'CONDITION_ERROR', message };
}
