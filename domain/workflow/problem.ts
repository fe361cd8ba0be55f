/** What is wrong with a definition: a code, a sentence, and where it lies in the source. */
import { valueBounds } from '#domain/bounds/value.ts';
import type { RefusalCode } from '#domain/refusal.ts';

export type Problem = {
  code: RefusalCode;
  message: string;
  path: string[];
  stepId: string | null;
  line: number | null;
  column: number | null;
};

/** Something wrong with the text itself, at an offset of it. */
export type TextFault = { code: RefusalCode; message: string; offset: number; path?: string[] };

/** Finds a path in the source text. JSON has no lines. */
export type Locate = (path: readonly string[]) => { line: number | null; column: number | null };

/** Where problems are collected while a definition is read or checked. */
export type ProblemList = { problems: Problem[]; locate: Locate };

/** The place of everything in a source without lines. */
export const nowhere: Locate = () => ({ line: null, column: null });

/** Adds a problem, up to the bound. */
export function report(
  list: ProblemList,
  problem: { code: RefusalCode; message: string; path: string[]; stepId?: string | null },
): void {
  if (list.problems.length >= valueBounds.problemsMax) return;
  list.problems.push({ ...problem, stepId: problem.stepId ?? null, ...list.locate(problem.path) });
}
