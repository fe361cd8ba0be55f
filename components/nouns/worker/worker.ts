import { Cpu } from 'lucide-react';
import type { Noun } from '#components/kit/noun/noun.ts';
import { screens } from '#components/kit/words/paths.ts';

/** A process that carries out jobs. */
export const worker: Noun = {
  name: 'worker',
  one: 'worker',
  many: 'workers',
  title: 'Workers',
  Icon: Cpu,
  path: screens.workers,
  letter: 'k',
  group: 'operate',
};
