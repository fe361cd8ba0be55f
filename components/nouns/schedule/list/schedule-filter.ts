/** Which schedules are listed, as it stands in the address: `?show=paused&q=nightly`. */
import type { ScheduleFilter } from '#components/generated/schedules.ts';
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

/** What was read, always in the same words; nothing for what is listed unless told otherwise. */
export function writeShown({ show, query, task, workflow }: ShownSchedules): string {
  const words = { show: show === showChoices[0] ? '' : show, q: query.trim(), task, workflow };
  const search = new URLSearchParams();
  for (const [name, word] of Object.entries(words)) if (word !== undefined && word !== '') search.set(name, word);
  return search.toString();
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

/** What of the address narrows the list. */
export const narrowing = ['show', 'q', 'task', 'workflow'] as const;
