/** Definitions that somebody writes and has not published. Each number has its reason beside it. */
export const draftBounds = {
  // More than anybody has under work at a time.
  draftsPerOwnerMax: 50,
  // All of them together: some definitions of the greatest size, or all fifty at a size that a person writes.
  textBytesPerOwnerMax: 32 * 1024 * 1024,
  // A key is a word of a program, such as the name of a template.
  keyLengthMax: 80,
  // Who else writes on a workflow: the latest; a page shows a handful of names.
  authorsShownMax: 20,
  // Why a version was published, in some sentences: it stands in a list and in the log.
  noteLengthMax: 500,
} as const;
