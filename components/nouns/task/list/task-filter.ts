/** Which tasks are listed, as it stands in the address: `?show=deprecated&handler=http&queue=billing&q=mail`. */
import type { HandlerKind, TasksQueryVariables } from '#components/generated/tasks.ts';

/** The choices of the list; the first one is meant when the address names none. */
export const showChoices = ['current', 'deprecated', 'all'] as const;
export type Show = (typeof showChoices)[number];

export const handlerChoices: readonly HandlerKind[] = ['BUILTIN', 'HTTP', 'PLUGIN'];

export type ShownTasks = {
  show: Show;
  query: string;
  handler: HandlerKind | undefined;
  queue: string | undefined;
};

/** Reads the address; what it does not say is the default. */
export function readShown(search: URLSearchParams): ShownTasks {
  const handler = search.get('handler')?.toUpperCase();
  return {
    show: showChoices.find((one) => one === search.get('show')) ?? showChoices[0],
    query: search.get('q') ?? '',
    handler: handlerChoices.find((one) => one === handler),
    queue: search.get('queue') ?? undefined,
  };
}

/** What was read, always in the same words; nothing for what is listed unless told otherwise. */
export function writeShown({ show, query, handler, queue }: ShownTasks): string {
  const words = { show: show === showChoices[0] ? '' : show, q: query.trim(), handler: handler?.toLowerCase(), queue };
  const search = new URLSearchParams();
  for (const [name, word] of Object.entries(words)) if (word !== undefined && word !== '') search.set(name, word);
  return search.toString();
}

/** The same as the API is asked. */
export function filterOf(asked: string): Pick<TasksQueryVariables, 'query' | 'handler' | 'queue' | 'deprecated'> {
  const { show, query, handler, queue } = readShown(new URLSearchParams(asked));
  return {
    ...(show !== 'all' && { deprecated: show === 'deprecated' }),
    ...(query.trim() !== '' && { query: query.trim() }),
    ...(handler !== undefined && { handler }),
    ...(queue !== undefined && { queue }),
  };
}

/** What of the address narrows the list. */
export const narrowing = ['show', 'q', 'handler', 'queue'] as const;
