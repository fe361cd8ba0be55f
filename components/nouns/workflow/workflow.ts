import { Workflow } from 'lucide-react';
import type { Noun } from '#components/kit/noun/noun.ts';

/** Tasks in an order, and what happens when one fails. */
export const workflow: Noun = {
  name: 'workflow',
  one: 'workflow',
  many: 'workflows',
  title: 'Workflows',
  Icon: Workflow,
  path: '/workflows',
  letter: 'w',
  group: 'define',
};
