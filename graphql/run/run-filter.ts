/** A filter of runs as the engine reads it: with the uuids that are inside the client's ids. */
import type { RunFilter as Conditions } from '#domain/run/run-filter.ts';
import type { RunFilter } from '#graphql/generated/resolvers.ts';
import { bareId, bareIdIfGiven } from '#graphql/plumbing/ids.ts';

/** The filter with bare ids; one that cannot be read finds nothing. */
export function runFilterOf(filter: RunFilter | null | undefined): Conditions {
  return {
    ...filter,
    ids: filter?.ids?.map((id) => bareId('run', id)) ?? null,
    schedule: bareIdIfGiven('schedule', filter?.schedule) ?? null,
    parent: bareIdIfGiven('run', filter?.parent) ?? null,
  };
}
