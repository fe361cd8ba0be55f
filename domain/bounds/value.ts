/** What values, names and texts may be. Each number has its reason beside it. */
export const valueBounds = {
  // A payload larger than this belongs in object storage; it would dominate the write-ahead log of its job.
  payloadSizeBytesMax: 256 * 1024,
  // JSON.parse itself is iterative, but everything that walks a value afterwards is not.
  jsonDepthMax: 64,
  jsonNodesMax: 100_000,
  nameLengthMax: 200,
  textLengthMax: 4_000,
  labelsMax: 32,
  // A window longer than ten years is a mistake in the unit.
  durationMsMax: 3_660 * 24 * 3_600_000,
  errorTextLengthMax: 4_000,
  // A person fixes the first hundred before reading on.
  problemsMax: 100,
} as const;
