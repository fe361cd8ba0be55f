import { Package } from 'lucide-react';
import type { Noun } from '#components/kit/noun/noun.ts';
import { screens } from '#components/kit/words/paths.ts';

/** A registered unit of work and how it is carried out. */
export const task: Noun = {
  name: 'task',
  one: 'task',
  many: 'tasks',
  title: 'Tasks',
  Icon: Package,
  path: screens.tasks,
  letter: 't',
  group: 'define',
  idType: 'task',
};
