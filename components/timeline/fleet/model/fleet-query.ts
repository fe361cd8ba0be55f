/** The list behind a stretch of a row: what began in it, asked for in the words of the list's query. */
import { jobsLink, runsLink } from '#components/kit/words/list-links.ts';
import type { Span } from '#components/timeline/scale/time-scale.ts';
import type { FleetRow } from './fleet-model.ts';

/** The path of the list. Ends are whole seconds, so that nothing at the edge of a brush is left out. */
export function listOf(row: Pick<FleetRow, 'kind' | 'id' | 'name' | 'isOfRuns'>, { fromMs, toMs }: Span): string {
  const span = {
    startedFrom: written(Math.floor(fromMs / 1_000) * 1_000),
    startedBefore: written((Math.floor(toMs / 1_000) + 1) * 1_000),
  };
  switch (row.kind) {
    case 'WORKFLOW':
      return runsLink({ workflow: row.name, ...span });
    case 'SCHEDULE':
      return row.isOfRuns ? runsLink({ schedule: row.id, ...span }) : jobsLink({ schedule: row.id, ...span });
    case 'QUEUE':
      return jobsLink({ queue: row.name, ...span });
    // No list asks for a worker: it shows what began anywhere in that time.
    case 'WORKER':
      return jobsLink(span);
  }
}

function written(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
