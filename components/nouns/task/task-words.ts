/** Words for what a task is made of, and how it has been doing. */
import type { HandlerKind } from '#components/generated/tasks.ts';
import { jobLooks } from '#components/state/state-look.ts';
import type { JobState } from '#domain/machines.ts';
import { sayCount } from '#domain/value/say-count.ts';

export const handlerWords: Record<HandlerKind, string> = { BUILTIN: 'Builtin', HTTP: 'HTTP', PLUGIN: 'Plugin' };

/** `99.2 %`, and never 100 % when something failed. */
export function sayPercent(percent: number): string {
  const shown = percent < 100 ? Math.min(99.9, Math.round(10 * percent) / 10) : 100;
  return `${shown} %`;
}

/** `last 10 jobs: 9 succeeded, 1 failed`. */
export function sayJobs(jobs: readonly { state: JobState }[]): string {
  const counts = Map.groupBy(jobs, ({ state }) => state);
  const parts = [...counts].map(([state, alike]) => `${alike.length} ${jobLooks[state].word.toLowerCase()}`);
  return `last ${jobs.length === 1 ? 'job' : sayCount(jobs.length, 'job')}: ${parts.join(', ')}`;
}

/** `2 workflows, 1 schedule`; undefined when nobody uses it. */
export function sayUses({ workflowCount, scheduleCount }: { workflowCount: number; scheduleCount: number }) {
  const parts = [
    workflowCount > 0 && sayCount(workflowCount, 'workflow'),
    scheduleCount > 0 && sayCount(scheduleCount, 'schedule'),
  ].filter((part) => part !== false);
  return parts.length === 0 ? undefined : parts.join(', ');
}
