/** Logs of attempts. Each number has its reason beside it. */
export const logBounds = {
  // A stack trace with its causes; a longer text is a file and belongs in object storage.
  messageLengthMax: 16 * 1024,
  // Fields as JSON. What is larger is told by its size.
  fieldsLengthMax: 8 * 1024,
  // Nobody reads further in one attempt; the last lines of it are kept besides.
  linesPerAttemptMax: 50_000,
  // The same in bytes: some 300 a line.
  bytesPerAttemptMax: 16 * 1024 * 1024,
  // Kept from the end of an attempt that wrote more than it may: what went wrong stands there.
  lastLinesMax: 200,
  // A tenant that writes more in a day fills the disk of all others.
  bytesPerTenantAndDayMax: 2 * 1024 * 1024 * 1024,
  // Two working weeks: what failed before a holiday is still there after it.
  daysKept: 14,
  // Written as one row: so many lines, or so many characters, whichever comes first. It is what a page or a search
  // reads at least.
  linesPerChunkMax: 500,
  chunkLengthMax: 64 * 1024,
  // One that is longer than this was pasted by mistake.
  searchLengthMax: 200,
  // Rows that one page of a search looks through: 16 MiB at most, some 100 ms.
  searchChunksMax: 256,
  // Rows of one run or job that are counted for its totals: half a second.
  chunksCountedMax: 200_000,
  // A slice of a log as text: some megabytes at most, and a hundred of them are the log of a run of a million lines.
  linesPerTextMax: 10_000,
  // Lines of one live message: a screen or two.
  linesPerMessageMax: 200,
  // Secrets looked for in one value, params or headers; more than these are data.
  secretsPerValueMax: 100,
  // Of one attempt: those of its params and its headers, and as many again.
  secretsMax: 400,
  // A shorter one would mask half of the text, and is guessed in seconds anyway.
  secretLengthMin: 4,
  // What is longer is masked in pieces; a multiple of three, so that its pieces are pieces in base64, too.
  secretPieceLength: 4_095,
} as const;
