/** One stage of the test run: what it counts, and what it says when something failed. */

export type StageResult = { passed: number; failed: number; skipped: number; report: string };
export type Stage = { name: string; run: () => Promise<StageResult> };

/** A stage that counts as one test. */
export function oneTest({
  isSuccess,
  output,
  reason,
}: {
  isSuccess: boolean;
  output: string;
  reason: string;
}): StageResult {
  if (isSuccess) return { passed: 1, failed: 0, skipped: 0, report: '' };
  return { passed: 0, failed: 1, skipped: 0, report: `${output}\n${reason}` };
}

/** The whole, as it would be without a fault: nothing passed counts as a failure, because then nothing was tested. */
export function checked(result: StageResult): StageResult {
  if (result.passed + result.failed > 0) return result;
  return { ...result, failed: 1, report: `${result.report}\nno tests were found` };
}
