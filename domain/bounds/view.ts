/** Saved views: queries with a name. Each number has its reason beside it. */
export const viewBounds = {
  // A row of tabs that can still be read.
  viewsPerListMax: 20,
  // Of all lists together; a person has some for each.
  viewsPerOwnerMax: 400,
  // Names in a row of tabs.
  nameLengthMax: 40,
  // What a query bar takes.
  queryLengthMax: 2_000,
} as const;
