/** W3C trace context of an attempt, derived from its job, so that every log line of a job can be found by its id. */

/** `traceparent` (W3C Trace Context, version 00): the job is the trace, the fence its span. */
export function traceparentOf(jobId: string, fence: number): string {
  const span = fence.toString(16).padStart(16, '0');
  return `00-${jobId.replaceAll('-', '')}-${span}-01`;
}
