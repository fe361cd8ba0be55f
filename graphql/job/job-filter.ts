/** A filter of jobs as the engine reads it: with the uuids that are inside the client's ids. */
import type { JobFilter as Conditions } from '#domain/job/job-filter.ts';
import type { JobFilter } from '#graphql/generated/resolvers.ts';
import { bareId, bareIdIfGiven } from '#graphql/plumbing/ids.ts';

/** The filter with bare ids; one that cannot be read finds nothing. */
export function jobFilterOf(filter: JobFilter | null | undefined): Conditions {
  return {
    ...filter,
    ids: filter?.ids?.map((id) => bareId('job', id)) ?? null,
    run: bareIdIfGiven('run', filter?.run) ?? null,
    schedule: bareIdIfGiven('schedule', filter?.schedule) ?? null,
  };
}
