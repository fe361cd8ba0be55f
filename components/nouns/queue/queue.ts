import { Layers } from 'lucide-react';
import type { Noun } from '#components/kit/noun/noun.ts';
import { screens } from '#components/kit/words/paths.ts';

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
};
