/** What a new step may be: one that a task carries out, one that runs another workflow, or one that waits. */
import type { JsonObject } from '#domain/value/json.ts';
import type { DependencyKind } from '#domain/workflow/definition.ts';
import { freeId } from './offered-tasks.ts';

export const plainKinds = ['wait', 'signal', 'approval'] as const;
/** What needs no name to begin with. */
export type PlainKind = (typeof plainKinds)[number];
export type StepOffer = { kind: 'task' | 'workflow'; name: string } | { kind: PlainKind };

/** What is offered beside the tasks. */
export const kindOffers: readonly { kind: PlainKind | 'workflow'; word: string; description: string }[] = [
  { kind: 'wait', word: 'Wait', description: 'for a time, or until an instant' },
  { kind: 'signal', word: 'Signal', description: 'waits until a program sends one' },
  { kind: 'approval', word: 'Approval', description: 'asks a person' },
  { kind: 'workflow', word: 'Workflow', description: 'runs another workflow' },
];

/** Those whose word or description holds every word of a text. */
export function findKinds(text: string): typeof kindOffers {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return kindOffers.filter(({ word, description }) => {
    const said = `${word} ${description}`.toLowerCase();
    return words.every((one) => said.includes(one));
  });
}

/** What a new step comes after, on which of its ends, and on which condition. */
export type ComesAfter = { after: string | undefined; on: DependencyKind; condition?: string | undefined };

/** A step as it is written at first, under an id of its own. It can be read at once, whatever is still to be said. */
export function newStep(
  offer: StepOffer,
  { after, on, condition }: ComesAfter,
  taken: Parameters<typeof freeId>[1],
): JsonObject & { id: string } {
  const id = freeId('name' in offer ? offer.name : offer.kind, taken);
  const isPlain = on === 'success' && condition === undefined;
  const waitsFor = isPlain ? after : { task: after ?? '', on, ...(condition !== undefined && { condition }) };
  return { id, ...fieldsOf(offer, id), ...(after !== undefined && { dependencies: [waitsFor ?? after] }) };
}

function fieldsOf(offer: StepOffer, id: string): JsonObject {
  switch (offer.kind) {
    case 'task':
      return { type: offer.name };
    case 'workflow':
      return { workflow: offer.name };
    case 'wait':
      return { wait: { duration: 'PT5M' } };
    case 'signal':
      return { wait: { signal: id } };
    case 'approval':
      return { approval: { title: 'Go on?' } };
  }
}
