/** What is odd about a definition without keeping it from being published. */
import type { Locate } from '#domain/workflow/problem.ts';

export const warningCodes = ['UNREACHABLE_STEP', 'NEVER_TRUE', 'ALWAYS_TRUE', 'UNUSED_VARIABLE'] as const;
export type WarningCode = (typeof warningCodes)[number];

export const warningSeverities = ['WARNING', 'HINT'] as const;
/** A warning is most likely a mistake, a hint is something that may go. */
export type WarningSeverity = (typeof warningSeverities)[number];

const severities: Record<WarningCode, WarningSeverity> = {
  UNREACHABLE_STEP: 'WARNING',
  NEVER_TRUE: 'WARNING',
  ALWAYS_TRUE: 'HINT',
  UNUSED_VARIABLE: 'HINT',
};

export type Warning = {
  code: WarningCode;
  severity: WarningSeverity;
  message: string;
  path: string[];
  stepId: string | null;
  line: number | null;
  column: number | null;
};

export type WarningList = { warnings: Warning[]; locate: Locate };

/** Adds a warning. What there is to warn of is bounded by the definition; how much is told, by whoever tells it. */
export function warn(
  { warnings, locate }: WarningList,
  warning: { code: WarningCode; message: string; path: string[]; stepId?: string },
): void {
  const { stepId = null } = warning;
  warnings.push({ ...warning, stepId, severity: severities[warning.code], ...locate(warning.path) });
}
