/** Who did something, as people say it: a person by name, a token as one, a machine by what it does. */
import type { ActorNameFragment } from '#components/generated/actor.ts';

export type SaidActor = ActorNameFragment;

// By the name that the log gives them after `system:`.
const machines: Readonly<Record<string, string>> = {
  planner: 'the planner of schedules',
  rescuer: 'the rescuer of lost work',
  'late-runs': 'the watch over late runs',
  waits: 'the watch over what waits',
  'sla-watch': 'the watch over service levels',
  start: 'Taskflow, at its first start',
};

/** `Ada`, `Ada (removed)`, `token ci`, `the planner of schedules`, `worker …a01234`. */
export function sayActor({ id, kind, name, isRemoved }: SaidActor): string {
  if (kind === 'SYSTEM') return machines[name ?? ''] ?? name ?? id;
  if (kind === 'WORKER') return `worker ${shortened(id)}`;
  if (name === null) return `${kind === 'TOKEN' ? 'token' : 'person'} ${shortened(id)}`;
  if (kind === 'TOKEN') return isRemoved ? `token ${name} (revoked)` : `token ${name}`;
  return isRemoved ? `${name} (removed)` : name;
}

function shortened(id: string): string {
  return `…${id.slice(-6)}`;
}
