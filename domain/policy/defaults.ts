/** What holds where nobody says otherwise. Retries, schedules and workflows keep theirs beside their rules. */

/** How long an attempt of a task may take that names no timeout. */
export const defaultTimeoutMs = 5 * 60_000;

/** Of jobs among those of their queue, and of queues among those of their tenant. */
export const defaultPriority = 0;

/** Of queues and of tenants: one share. */
export const defaultWeight = 1;
