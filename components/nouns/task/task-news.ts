/** The events after which what is shown of a task is read again. */
export const taskChanges = ['task.registered', 'task.deprecated', 'task.undeprecated'] as const;
export const taskNews = [...taskChanges, 'job.succeeded', 'job.failed', 'job.dead', 'job.cancelled'] as const;

/** Dots and figures may be this old: a busy tenant settles hundreds of jobs a second. */
export const newsGapMs = 5_000;
