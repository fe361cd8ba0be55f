/** How one task is read, and what tells that it is another one now. */
import { ask } from '#components/api/ask.ts';
import { TaskDocument, type TaskQuery } from '#components/generated/tasks.ts';
import type { ThingAsked } from '#components/kit/detail/noun-page.ts';
import { newsGapMs, taskNews } from '#components/nouns/task/task-news.ts';

export type TaskDetails = NonNullable<TaskQuery['task']>;

export const oneTask: ThingAsked<TaskDetails> = {
  read: (key) => ask(TaskDocument, taskKey(key), ({ task }) => task),
  topicOf: () => ({ kind: 'events', filter: { types: [...taskNews] } }),
  gapMs: newsGapMs,
};

/** What an address names. */
export function taskKey(key: string): { id: string } | { name: string } {
  return key.startsWith('tsk_') ? { id: key } : { name: key };
}
