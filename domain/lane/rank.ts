/**
 * The place of a job in the line of its queue: least first, then the older id. It is when the job was due, in
 * milliseconds, less a minute for each point of its priority. So age and priority are one number and nothing starves:
 * however much is put before a job, what comes later stands behind it in the end.
 */

/** What a point of priority puts a job ahead by. */
export const priorityPointMs = 60_000;
