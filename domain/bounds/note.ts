/** The hand-over note. Each number has its reason beside it. */
export const noteBounds = {
  // What is read at the beginning of a shift; more belongs into a document, with its link here.
  textLengthMax: 2_000,
  // Some months of shifts; the oldest goes when one more is written.
  historyMax: 200,
} as const;
