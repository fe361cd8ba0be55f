import { ListRestart } from 'lucide-react';
import type { Noun } from '#components/kit/noun/noun.ts';
import { screens } from '#components/kit/words/paths.ts';

/** Many runs that are run again one after the other. */
export const rerun: Noun = {
  name: 'rerun',
  one: 'batch of reruns',
  many: 'batches of reruns',
  title: 'Reruns',
  Icon: ListRestart,
  path: screens.reruns,
  letter: 'b',
  group: 'watch',
  idType: 'rerun',
};
