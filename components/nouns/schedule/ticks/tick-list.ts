/** The ticks of one schedule, the latest first: the first page is read again and again, older ones hang below. */
import type { TickFieldsFragment } from '#components/generated/schedules.ts';

export type TickPage = { rows: TickFieldsFragment[]; endCursor: string | null; hasOlder: boolean };

/** The list after its first page was read again. When the page no longer meets the rows shown, it takes their place. */
export function withNewest(list: TickPage | undefined, page: TickPage): TickPage {
  if (list === undefined || !page.hasOlder) return page;
  const lastRead = page.rows.at(-1);
  const meets = list.rows.some((row) => row.scheduledFor === lastRead?.scheduledFor);
  if (lastRead === undefined || !meets) return page;
  const older = list.rows.filter((row) => row.scheduledFor < lastRead.scheduledFor);
  if (older.length === 0) return page;
  return { ...list, rows: [...page.rows, ...older] };
}

/** The list with the next page below. */
export function withOlder(list: TickPage, page: TickPage): TickPage {
  const shown = new Set(list.rows.map((row) => row.scheduledFor));
  return { ...page, rows: [...list.rows, ...page.rows.filter((row) => !shown.has(row.scheduledFor))] };
}

/** What is shown to somebody who reads further down: nothing newer than what was on top when they left it. */
export function heldTicks(
  rows: readonly TickFieldsFragment[],
  heldSince: string | undefined,
): { rows: readonly TickFieldsFragment[]; waitingCount: number } {
  if (heldSince === undefined) return { rows, waitingCount: 0 };
  const shown = rows.filter((row) => row.scheduledFor <= heldSince);
  return { rows: shown, waitingCount: rows.length - shown.length };
}

/** The jobs and runs whose state may still change, at most so many of each. */
export function openWork(rows: readonly TickFieldsFragment[], max: number): { jobs: string[]; runs: string[] } {
  const isOpen = (state: string) => ['PENDING', 'SCHEDULED', 'RUNNING', 'PAUSED'].includes(state);
  const jobs = rows.flatMap(({ job }) => (job !== null && isOpen(job.state) ? [job.id] : []));
  const runs = rows.flatMap(({ run }) => (run !== null && isOpen(run.state) ? [run.id] : []));
  return { jobs: jobs.slice(0, max), runs: runs.slice(0, max) };
}
