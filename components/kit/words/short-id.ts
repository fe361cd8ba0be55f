/** The last part of an id: enough to tell rows apart, since ids made in the same moment begin alike. */
export function shortId(id: string): string {
  return `…${id.slice(-8)}`;
}
