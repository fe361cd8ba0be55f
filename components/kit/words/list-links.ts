/** Links from a number to the list of what it counts. */

import { writePlace } from '#components/kit/query/query-address.ts';
import { screens } from '#components/kit/words/paths.ts';
import { writeValue } from '#domain/query/write-value.ts';

export type Asked = {
  states?: readonly string[];
  queue?: string;
  task?: string;
  workflow?: string;
  /** A span before now such as `-24h`, or an instant, from which on it finished. */
  finishedAfter?: string;
  finishedBefore?: string;
  createdAfter?: string;
  startedAfter?: string;
  /** The first instant at which it may have started, and the first at which it may not. */
  startedFrom?: string;
  startedBefore?: string;
  schedule?: string;
};

/** The jobs that are asked for. */
export function jobsLink(asked: Asked): string {
  return writePlace(screens.jobs, new URLSearchParams(), { query: queryOf(asked), peek: undefined });
}

/** The runs that are asked for. */
export function runsLink(asked: Asked): string {
  return writePlace(screens.runs, new URLSearchParams(), { query: queryOf(asked), peek: undefined });
}

function queryOf({ states = [], queue, task, workflow, ...spans }: Asked): string {
  const { finishedAfter, finishedBefore, createdAfter, startedAfter, startedFrom, startedBefore, schedule } = spans;
  const terms = [
    states.length > 0 && `state:${states.map((state) => state.toLowerCase()).join(',')}`,
    queue !== undefined && `queue:${writeValue(queue)}`,
    task !== undefined && `task:${writeValue(task)}`,
    workflow !== undefined && `workflow:${writeValue(workflow)}`,
    schedule !== undefined && `schedule:${schedule}`,
    startedFrom !== undefined && `started:>=${startedFrom}`,
    startedBefore !== undefined && `started:<${startedBefore}`,
    finishedAfter !== undefined && `finished:>${finishedAfter}`,
    createdAfter !== undefined && `created:>${createdAfter}`,
    startedAfter !== undefined && `started:>${startedAfter}`,
    finishedBefore !== undefined && `finished:<${finishedBefore}`,
  ];
  return terms.filter((term) => term !== false).join(' ');
}
