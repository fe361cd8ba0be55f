import { Workflow } from 'lucide-react';
import type { Noun } from '#components/kit/noun/noun.ts';
import { screens } from '#components/kit/words/paths.ts';

/** Tasks in an order, and what happens when one fails. */
export const workflow: Noun = {
  name: 'workflow',
  one: 'workflow',
  many: 'workflows',
  title: 'Workflows',
  Icon: Workflow,
  path: screens.workflows,
  letter: 'w',
  group: 'define',
  idType: 'workflow',
};
