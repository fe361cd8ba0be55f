/** The gates that a job needs: what its task declares, filled in with the params of the job. */
import { gateBounds } from '#domain/bounds/gate.ts';
import { type Budget, createBudget } from '#domain/expression/budget.ts';
import { compileParts, type Expression, evaluate, type Scope } from '#domain/expression/expressions.ts';
import { done, type Outcome, refuse } from '#domain/refusal.ts';
import { boundedMemo } from '#domain/timetable/memo.ts';
import { type Json, sizeBytesAbove } from '#domain/value/json.ts';
import type { DeclaredNeeds } from './declared-needs.ts';
import type { GateKey } from './gate.ts';

/** So much of a gate, by what it is called. `capacity` is what it begins with; null for a pool, which has its own. */
export type NamedNeed = GateKey & { amount: number; capacity: number | null };

type Job = { task: { id: string; name: string }; params: Json; path: string[] };

// Templates are few and stay; compiling one is a hundred times the work of filling it in.
const compiled = boundedMemo<Outcome<(string | Expression)[]>>(1_000);

/** Refused as PARAMS_INVALID when the params leave a key empty, too long or no text. Each gate is named once. */
export function renderNeeds(declared: DeclaredNeeds, { task, params, path }: Job): Outcome<NamedNeed[]> {
  const budget = createBudget();
  const keyOf = (template: string) => renderKey(template, { params, budget, path });
  const needs = new Map<string, NamedNeed>();
  for (const template of declared.mutex) {
    const key = keyOf(template);
    if (!key.ok) return key;
    needs.set(`MUTEX ${key.value}`, { kind: 'MUTEX', key: key.value, ownerId: null, amount: 1, capacity: 1 });
  }
  for (const [pool, amount] of Object.entries(declared.resources))
    needs.set(`POOL ${pool}`, { kind: 'POOL', key: pool, ownerId: null, amount, capacity: null });
  const { concurrency, rate } = declared;
  const ofTask = { key: task.name, ownerId: task.id, amount: 1 };
  if (rate !== null) needs.set('RATE', { kind: 'RATE', ...ofTask, capacity: rate.max });
  if (concurrency === null) return done([...needs.values()]);
  const cap = { ...ofTask, capacity: concurrency.max };
  if (concurrency.key === null) return done([...needs.values(), { kind: 'TASK', ...cap }]);
  const key = keyOf(concurrency.key);
  return key.ok ? done([...needs.values(), { kind: 'KEY', ...cap, key: key.value }]) : key;
}

type Rendering = { params: Json; budget: Budget; path: string[] };

function renderKey(template: string, { params, budget, path }: Rendering): Outcome<string> {
  const parts = compiled(template, () => compileParts(template, { path: [] }));
  if (!parts.ok) return parts;
  const scope: Scope = { vars: {}, tasks: {}, params };
  let key = '';
  for (const part of parts.value) {
    if (typeof part === 'string') {
      key += part;
      continue;
    }
    const value = evaluate(part, scope, budget);
    if (!value.ok) return refuse('PARAMS_INVALID', `the key "${template}": ${value.message}`, path);
    if (value.value === null || typeof value.value === 'object')
      return refuse('PARAMS_INVALID', `the key "${template}": "${part.text}" is no text, number, true or false`, path);
    // One more than fits is enough to see that it does not.
    key += String(value.value).slice(0, gateBounds.keySizeBytesMax + 1);
  }
  if (key.trim() === '') return refuse('PARAMS_INVALID', `the key "${template}" comes out empty`, path);
  if (!key.isWellFormed() || key.includes('\u0000'))
    return refuse('PARAMS_INVALID', `the key "${template}" comes out with characters that cannot be stored`, path);
  if (sizeBytesAbove(gateBounds.keySizeBytesMax, key) !== undefined)
    return refuse(
      'PARAMS_INVALID',
      `the key "${template}" comes out longer than ${gateBounds.keySizeBytesMax} bytes`,
      path,
    );
  return done(key);
}
