/** How a tenant calls a worker: its name tells machine and process, which are the platform's own business. */

/** The same for the same worker everywhere, short enough to be compared by eye. */
export function workerAlias(workerId: string): string {
  return `worker ${workerId.slice(-6)}`;
}
