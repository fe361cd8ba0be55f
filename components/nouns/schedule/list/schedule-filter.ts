/** Which schedules are listed, as it stands in the address: `?show=paused&q=nightly`. */
import type { ScheduleFilter } from '#components/generated/documents.ts';
import type { ScheduleState } from '#domain/machines.ts';

/** The choices of the list; the first one is meant when the address names none. */
export const showChoices = ['current', 'active', 'paused', 'ended'] as const;
export type Show = (typeof showChoices)[number];

export type ShownSchedules = { show: Show; query: string; task: string | undefined; workflow: string | undefined };

const statesOf: Record<Show, ScheduleState[]> = {
  current: ['ACTIVE', 'PAUSED'],
  active: ['ACTIVE'],
  paused: ['PAUSED'],
  ended: ['ENDED'],
};

/** Reads the address; what it does not say is the default. */
export function readShown(search: URLSearchParams): ShownSchedules {
  const show = showChoices.find((one) => one === search.get('show')) ?? showChoices[0];
  return {
    show,
    query: search.get('q') ?? '',
    task: search.get('task') ?? undefined,
    workflow: search.get('workflow') ?? undefined,
  };
}

/** The same as the API is asked. */
export function filterOf({ show, query, task, workflow }: ShownSchedules): ScheduleFilter {
  return {
    states: statesOf[show],
    ...(query.trim() !== '' && { query: query.trim() }),
    ...(task !== undefined && { task }),
    ...(workflow !== undefined && { workflow }),
  };
}

/** True when more than the choice of state narrows the list. */
export function isNarrowed({ show, query, task, workflow }: ShownSchedules): boolean {
  return show !== showChoices[0] || query.trim() !== '' || task !== undefined || workflow !== undefined;
}
