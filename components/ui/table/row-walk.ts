/** How many rows Page Up and Page Down pass: about what is in sight. */
const pageRows = 20;

/** The place that a key leads to from `place` (-1: nowhere yet) among `count` rows; undefined when the key means something else. */
export function placeAfter(key: string, { place, count }: { place: number; count: number }): number | undefined {
  const next = nextOf(key, place, count);
  return next === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, next));
}

function nextOf(key: string, place: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return place + 1;
    case 'ArrowUp':
    case 'k':
      return place - 1;
    case 'PageDown':
      return place + pageRows;
    case 'PageUp':
      return place - pageRows;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
