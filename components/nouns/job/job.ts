import { ListTodo } from 'lucide-react';
import type { Noun } from '#components/kit/noun/noun.ts';
import { screens } from '#components/kit/words/paths.ts';

/** One execution of a task. */
export const job: Noun = {
  name: 'job',
  one: 'job',
  many: 'jobs',
  title: 'Jobs',
  Icon: ListTodo,
  path: screens.jobs,
  letter: 'j',
  group: 'watch',
  idType: 'job',
};
