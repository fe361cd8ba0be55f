import { Package } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import type { Noun } from '#components/kit/noun/noun.ts';
import { screens, taskPath } from '#components/kit/words/paths.ts';

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
  names: async () => {
    const { TaskNamesDocument } = await import('#components/generated/tasks.ts');
    return { ask: (first) => ask(TaskNamesDocument, { first }, ({ tasks }) => tasks), pathOf: taskPath };
  },
};

/** The page on which a task is changed. */
export function editTaskPath(thing: { id: string; name: string }): string {
  return `${taskPath(thing)}/edit`;
}
