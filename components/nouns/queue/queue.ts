import { Layers } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import type { Noun } from '#components/kit/noun/noun.ts';
import { queuePath, screens } from '#components/kit/words/paths.ts';

/** A lane in which jobs wait. */
export const queue: Noun = {
  name: 'queue',
  one: 'queue',
  many: 'queues',
  title: 'Queues',
  Icon: Layers,
  path: screens.queues,
  letter: 'q',
  group: 'operate',
  idType: 'queue',
  names: async () => {
    const { QueueNamesDocument } = await import('#components/generated/queues.ts');
    return { ask: () => ask(QueueNamesDocument, {}, ({ queues }) => allOf(queues)), pathOf: queuePath };
  },
};

function allOf(queues: readonly { id: string; name: string }[]) {
  return { nodes: queues, totalCount: queues.length, totalCountExact: true };
}
