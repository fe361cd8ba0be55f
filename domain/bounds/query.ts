/** Queries over lists. Each number has its reason beside it. */
export const queryBounds = {
  queryLengthMax: 1_000,
  queryTermsMax: 50,
} as const;
