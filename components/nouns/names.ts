/** What the things of the nouns are called that have names; read when somebody looks for one. */
import { ask } from '#components/api/ask.ts';
import { QueueNamesDocument } from '#components/generated/queues.ts';
import { ScheduleNamesDocument } from '#components/generated/schedules.ts';
import { TaskNamesDocument } from '#components/generated/tasks.ts';
import { WorkflowNamesDocument } from '#components/generated/workflows.ts';
import type { NamesOf } from '#components/kit/noun/noun-names.ts';
import { jobsLink } from '#components/kit/words/list-links.ts';
import { schedulePath, taskPath, workflowPath } from '#components/kit/words/paths.ts';
import { queue } from './queue/queue.ts';
import { schedule } from './schedule/schedule.ts';
import { task } from './task/task.ts';
import { workflow } from './workflow/workflow.ts';

export const names: readonly NamesOf[] = [
  {
    noun: workflow,
    ask: (first) => ask(WorkflowNamesDocument, { first }, ({ workflows }) => workflows),
    pathOf: workflowPath,
  },
  {
    noun: schedule,
    ask: (first) => ask(ScheduleNamesDocument, { first }, ({ schedules }) => schedules),
    pathOf: ({ id }) => schedulePath(id),
  },
  {
    noun: task,
    ask: (first) => ask(TaskNamesDocument, { first }, ({ tasks }) => tasks),
    pathOf: taskPath,
  },
  {
    noun: queue,
    ask: () =>
      ask(QueueNamesDocument, {}, ({ queues }) => ({
        nodes: queues,
        totalCount: queues.length,
        totalCountExact: true,
      })),
    // A queue has no page of its own: its jobs tell what it is doing.
    pathOf: ({ name }) => jobsLink({ queue: name }),
  },
];
