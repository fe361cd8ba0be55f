type ExplainedRun = { reason: { message: string } | null; failedStep: string | null };

/** Why a run is where it is; empty when there is nothing to explain. */
export function sayWhy({ reason, failedStep }: ExplainedRun): string {
  return reason?.message ?? (failedStep === null ? '' : `step ${failedStep} failed`);
}
