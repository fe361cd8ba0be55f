/** The gates of a job about to be made, by the ids that follow from what they are called: nobody looks them up. */
import { createHash } from 'node:crypto';
import type { GateKey } from '#domain/gate/gate.ts';
import type { Need } from '#domain/gate/need.ts';
import { type NamedNeed, renderNeeds } from '#domain/gate/render-needs.ts';
import { done, type Outcome } from '#domain/refusal.ts';
import type { Json } from '#domain/value/json.ts';
import type { TaskTarget } from './task-catalogue.ts';

/** A need with what its gate is called, so that the gate can be made with the job. */
export type NewNeed = Pick<Need, 'gate'> & NamedNeed;

type Target = Pick<TaskTarget, 'taskId' | 'name' | 'needs'>;

type Job = {
  tenantId: string;
  params: Json;
  path: string[];
  /** What it needs whatever its task declares. */
  beside?: readonly NamedNeed[];
};

/** In the order of the gates; null when it needs none. Refused as PARAMS_INVALID when a key cannot be made. */
export function needsOfJob(
  { taskId, name, needs }: Target,
  { tenantId, params, path, beside = [] }: Job,
): Outcome<NewNeed[] | null> {
  if (needs === null && beside.length === 0) return done(null);
  const rendered = needs === null ? done([]) : renderNeeds(needs, { task: { id: taskId, name }, params, path });
  if (!rendered.ok) return rendered;
  const named = [...rendered.value, ...beside].map((need) => ({ ...need, gate: gateIdOf(tenantId, need) }));
  return done(named.sort((one, other) => (one.gate < other.gate ? -1 : 1)));
}

/** What the row of a job keeps of its needs. */
export function storedNeedsOf(needs: readonly NewNeed[] | null | undefined): Json {
  if (needs === null || needs === undefined || needs.length === 0) return null;
  return needs.map(({ gate, amount, kind, key, ownerId }) => {
    // Pools and the caps of tasks stay for as long as their owners: they need no name here.
    if (kind !== 'MUTEX' && kind !== 'KEY') return { gate, amount };
    return { gate, amount, kind, key, ...(ownerId !== null && { owner: ownerId }) };
  });
}

/** The id of a gate: the same for everybody who means it. */
export function gateIdOf(tenantId: string, { kind, ownerId, key }: GateKey): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([tenantId, kind, ownerId, key]))
    .digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}
