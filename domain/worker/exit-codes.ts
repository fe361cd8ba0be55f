/** How a process of Taskflow ends, as whoever started it sees it. */
export const exitCodes = {
  /** Everything was brought to an end, or given back. */
  clean: 0,
  /** It could not start, or met a bug. */
  fault: 1,
  /**
   * It was told to end while its database did not answer: its log says what was left, and nothing of it is lost. The
   * number is that of sysexits.h for "temporary failure".
   */
  leftBehind: 75,
} as const;
