/** Long work that may be put down between its parts, so that whoever carries it out can let others in. */
export type InParts<Result> = Generator<undefined, Result, undefined>;

/** Carries it out without a pause. */
export function atOnce<Result>(work: InParts<Result>): Result {
  for (;;) {
    const part = work.next();
    if (part.done === true) return part.value;
  }
}
