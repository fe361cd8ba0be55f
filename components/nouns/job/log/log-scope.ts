/** Whose log is shown, and which lines of it. */
import type { LogLineFieldsFragment } from '#components/generated/log.ts';

export type LogLine = LogLineFieldsFragment;
export type LogLevel = LogLine['level'];

/** That of an attempt, or of a run with all its steps or one of them. */
export type LogScope =
  | { kind: 'attempt'; job: string; fence: number }
  | { kind: 'run'; run: string; step: string | undefined };

/** What is asked for. */
export type LogAsked = { scope: LogScope; level: LogLevel };

/** The variables of a document that say whose log it is about. */
export function scopeVariables({ scope, level }: LogAsked) {
  return scope.kind === 'attempt'
    ? { job: scope.job, fence: scope.fence, level }
    : { run: scope.run, ...(scope.step !== undefined && { step: scope.step }), level };
}
