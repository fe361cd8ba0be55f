/** What is drawn around the steps of a definition. Each number has its reason beside it. */
export const canvasBounds = {
  // Further out nobody finds a step again; 5,000 steps side by side need a hundredth of it.
  coordinateMax: 1_000_000,
  // More frames than that on one picture separate nothing.
  groupsMax: 200,
  notesMax: 200,
  noteLengthMax: 2_000,
} as const;
