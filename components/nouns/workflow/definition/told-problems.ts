/** What a check found in a text, in the order in which it is told: what must be mended first, then what is odd. */
import type { Validation } from './use-validation.ts';

export type ProblemSeverity = 'ERROR' | 'WARNING' | 'HINT';

/** Something to tell about a text, and where it lies. */
export type ToldProblem = {
  severity: ProblemSeverity;
  code: string;
  message: string;
  path: readonly string[] | null;
  stepId: string | null;
  line: number | null;
  column: number | null;
};

/** The severities in their order. */
export const problemSeverities = ['ERROR', 'WARNING', 'HINT'] as const;

/** Everything found, each kind in the order of the text. */
export function toldProblems(found: Pick<Validation, 'problems' | 'warnings'> | undefined): ToldProblem[] {
  if (found === undefined) return [];
  const errors = found.problems.map((problem): ToldProblem => ({ ...problem, severity: 'ERROR' }));
  const rank = ({ severity }: ToldProblem) => problemSeverities.indexOf(severity);
  const place = ({ line }: ToldProblem) => line ?? 0;
  return [...errors, ...found.warnings].toSorted(
    (one, other) => rank(one) - rank(other) || place(one) - place(other) || (one.column ?? 0) - (other.column ?? 0),
  );
}

/** By what one is known from the others. */
export function problemKey({ code, line, column, path, message }: ToldProblem): string {
  return `${code} ${line} ${column} ${path?.join('.')} ${message}`;
}

/** The one after the one with this key, or before it; round and round. Without a key it is the first or the last. */
export function problemBeside(
  list: readonly ToldProblem[],
  key: string | undefined,
  direction: 1 | -1,
): ToldProblem | undefined {
  const at = list.findIndex((one) => problemKey(one) === key);
  if (at === -1) return direction === 1 ? list[0] : list.at(-1);
  return list.at((at + direction) % list.length);
}
