/** Why rows stay as they are, as people read it: the API names states as its enums do. */
export function sayReason(reason: string): string {
  return reason.replaceAll(/\b[A-Z]{4,}\b/g, (state) => state.toLowerCase());
}
