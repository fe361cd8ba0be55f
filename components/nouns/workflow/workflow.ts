import { Workflow } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import type { Noun } from '#components/kit/noun/noun.ts';
import { screens, workflowPath } from '#components/kit/words/paths.ts';

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
  names: async () => {
    const { WorkflowNamesDocument } = await import('#components/generated/workflows.ts');
    return {
      ask: (first) => ask(WorkflowNamesDocument, { first }, ({ workflows }) => workflows),
      pathOf: workflowPath,
    };
  },
};
