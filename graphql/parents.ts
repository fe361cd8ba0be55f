/** What stands behind the types of the schema while a request is answered: the rows of the engine's read side. */
import type { JobState } from '#domain/machines.ts';
import type { JobRow } from '#engine/queries/job-rows.ts';
import type { Page } from './page.ts';

/** A job as its row tells it, or as enqueueing left it: the rest is read when it is asked for. */
export type JobParent = JobRow | { id: string; state: JobState; runAt: Date | null };
export type JobPage = Page<JobRow>;
export type JobEdgeParent = { cursor: string; node: JobRow };
