/** The name of a dependency on the canvas. */
export function linkKey({ from, to, on }: { from: string; to: string; on: string }): string {
  return JSON.stringify([from, to, on]);
}
