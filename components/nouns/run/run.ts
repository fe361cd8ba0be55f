import { Play } from 'lucide-react';
import type { Noun } from '#components/kit/noun/noun.ts';
import { screens } from '#components/kit/words/paths.ts';

/** One execution of a workflow. */
export const run: Noun = {
  name: 'run',
  one: 'run',
  many: 'runs',
  title: 'Runs',
  Icon: Play,
  path: screens.runs,
  letter: 'r',
  group: 'watch',
  idType: 'run',
};
