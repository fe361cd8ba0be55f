/** What can be done to a task by one press. What asks more than a reason has a form. */
import { ArchiveRestore } from 'lucide-react';
import { ask } from '#components/api/ask.ts';
import { UndeprecateTaskDocument } from '#components/generated/tasks.ts';
import type { Act } from '#components/kit/act/act.ts';
import type { TaskDetails } from './one-task.ts';

export const takeDeprecationBack: Act<TaskDetails> = {
  key: 'task.undeprecate',
  word: 'Take the deprecation back',
  Icon: ArchiveRestore,
  permission: 'task.edit',
  fits: ({ deprecated }) => deprecated !== null,
  call: ({ id }) => ask(UndeprecateTaskDocument, { id }, (data) => data.undeprecateTask),
  done: ({ name }) => `${name} may be used again`,
  back: { kind: 'harmless', because: 'the task may be deprecated again, and the log keeps why it was' },
};

export const taskActs: readonly Act<TaskDetails>[] = [takeDeprecationBack];
