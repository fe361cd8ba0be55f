/** What people do with tasks, and what a worker does for them, for the page of plans. */
import { loadRecentJobs } from '#engine/job/load-recent-jobs.ts';
import { loadTaskSchedules } from '#engine/schedule/load-task-schedules.ts';
import { loadTaskFigures, loadTaskHistory } from '#engine/statistics/task-figures.ts';
import type { Context } from '#engine/store/context.ts';
import type { Database } from '#engine/store/database.ts';
import { claimTestCalls } from '#engine/task/call/carry-test-calls.ts';
import { listTasks } from '#engine/task/list-tasks.ts';
import { loadTaskHandlers } from '#engine/task/load-task-handlers.ts';
import { loadTaskWorkflows } from '#engine/workflow/load-task-workflows.ts';
import { valueOf } from '#testing/bundle.ts';

export function deedsOfTaskReaders(context: Context, worker: Database) {
  return {
    'the catalogue of tasks is read': {
      statements: [
        'list_tasks',
        'load_recent_jobs',
        'load_task_figures',
        'load_task_handlers',
        'load_task_workflows',
        'load_task_schedules',
      ],
      does: async () => {
        const { nodes } = valueOf(await listTasks(context, { first: 50, query: 'noop', deprecated: false }));
        const ids = nodes.map(({ id }) => id);
        await loadRecentJobs(context, ids, 10);
        await loadTaskFigures(context, ids);
        const versions = nodes.map(({ versionId }) => versionId);
        await loadTaskHandlers(context, versions);
        await loadTaskWorkflows(context, ids);
        await loadTaskSchedules(context, ids);
      },
    },
    'the week of a task is read': {
      statements: ['load_task_history'],
      does: async () => {
        const { nodes } = valueOf(await listTasks(context, { first: 1 }));
        await loadTaskHistory(
          context,
          nodes.map(({ id }) => id),
        );
      },
    },
    'a worker looks for test calls': {
      statements: ['claim_test_calls'],
      does: () => claimTestCalls(worker, { slots: 16, queues: [] }),
    },
  };
}
