/** Changes of one dependency, as edits of the text. */
import type { JsonObject } from '#domain/value/json.ts';
import type { DependencyKind } from '#domain/workflow/definition.ts';
import type { Edit } from '#domain/workflow/edit/edit.ts';

/** A dependency as the canvas has it. */
export type Link = { from: string; to: string; on: DependencyKind; condition?: string | undefined };

/** The same dependency on another end, or with another condition. */
export function relinked(link: Link, change: Partial<Pick<Link, 'on' | 'condition'>>): Edit[] {
  const { condition, ...next } = { ...link, ...change };
  const connected: Edit = {
    kind: 'connect',
    ...next,
    ...(condition !== undefined && condition !== '' && { condition }),
  };
  if (next.on === link.on) return [connected];
  return [{ kind: 'disconnect', from: link.from, to: link.to, on: link.on }, connected];
}

/** A step between two: it takes over what the second waited for, and the second waits for it. */
export function insertedBetween({ from, to, on }: Link, step: JsonObject & { id: string }): Edit[] {
  return [
    { kind: 'disconnect', from, to, on },
    { kind: 'add-step', step, after: from },
    { kind: 'connect', from: step.id, to, on: 'success' },
  ];
}
