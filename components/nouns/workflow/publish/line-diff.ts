/** What changed between two texts, line by line. */

/** One line of a comparison, with its number in each text that has it, counted from 1. */
export type DiffLine =
  | { kind: 'same'; text: string; before: number; after: number }
  | { kind: 'gone'; text: string; before: number }
  | { kind: 'new'; text: string; after: number };

/** Lines that changed with some around them; `skipped` unchanged lines lie before. */
export type Hunk = { skipped: number; lines: DiffLine[] };

// A comparison remembers one row per difference: above this, two texts have little in common, and saying so is honest.
const differencesMax = 1_000;

/** Every line of both texts, in order: the fewest lines gone and new. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [old, next] = [before.split('\n'), after.split('\n')];
  const head = commonHead(old, next);
  const tail = commonTail(old, next, head);
  const middle = compare(old.slice(head, old.length - tail), next.slice(head, next.length - tail));
  const steps: Step[] = [...repeated('same', head), ...middle, ...repeated('same', tail)];
  return linesOf(steps, { old, next });
}

/** How many lines came and went. */
export function countChanges(lines: readonly DiffLine[]): { added: number; removed: number } {
  const countOf = (kind: DiffLine['kind']) => lines.filter((line) => line.kind === kind).length;
  return { added: countOf('new'), removed: countOf('gone') };
}

/** The lines that changed, each with `context` unchanged ones around it; long unchanged stretches are left out. */
export function hunksOf(lines: readonly DiffLine[], context = 3): Hunk[] {
  const hunks: Hunk[] = [];
  let lastShown = -1;
  for (const [index, line] of lines.entries()) {
    if (!isNearChange(lines, { index, context })) continue;
    const open = hunks.at(-1);
    if (open !== undefined && index === lastShown + 1) open.lines.push(line);
    else hunks.push({ skipped: index - lastShown - 1, lines: [line] });
    lastShown = index;
  }
  return hunks;
}

function isNearChange(lines: readonly DiffLine[], { index, context }: { index: number; context: number }): boolean {
  return lines.slice(Math.max(0, index - context), index + context + 1).some(({ kind }) => kind !== 'same');
}

type Step = DiffLine['kind'];

function linesOf(steps: readonly Step[], { old, next }: { old: string[]; next: string[] }): DiffLine[] {
  const place = { before: 0, after: 0 };
  return steps.map((kind): DiffLine => {
    if (kind !== 'new') place.before += 1;
    if (kind !== 'gone') place.after += 1;
    const { before, after } = place;
    if (kind === 'gone') return { kind, text: old[before - 1] ?? '', before };
    if (kind === 'new') return { kind, text: next[after - 1] ?? '', after };
    return { kind, text: next[after - 1] ?? '', before, after };
  });
}

function commonHead(old: string[], next: string[]): number {
  const most = Math.min(old.length, next.length);
  let count = 0;
  while (count < most && old[count] === next[count]) count += 1;
  return count;
}

function commonTail(old: string[], next: string[], head: number): number {
  const most = Math.min(old.length, next.length) - head;
  let count = 0;
  while (count < most && old.at(-1 - count) === next.at(-1 - count)) count += 1;
  return count;
}

// Myers' greedy walk: `reach[k]` is how far the old text was read on diagonal k, with as few differences as possible.
function compare(old: string[], next: string[]): Step[] {
  const most = Math.min(old.length + next.length, differencesMax);
  const reach = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let count = 0; count <= most; count += 1) {
    trace.push(new Map(reach));
    for (let k = -count; k <= count; k += 2) {
      const down = k === -count || (k !== count && (reach.get(k - 1) ?? 0) < (reach.get(k + 1) ?? 0));
      let x = down ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < old.length && x - k < next.length && old[x] === next[x - k]) x += 1;
      reach.set(k, x);
      if (x >= old.length && x - k >= next.length) return walkBack(trace, { x: old.length, y: next.length });
    }
  }
  return [...repeated('gone', old.length), ...repeated('new', next.length)];
}

function walkBack(trace: readonly Map<number, number>[], end: { x: number; y: number }): Step[] {
  const steps: Step[] = [];
  let { x, y } = end;
  for (let count = trace.length - 1; count >= 0; count -= 1) {
    const reach = trace[count] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -count || (k !== count && (reach.get(k - 1) ?? 0) < (reach.get(k + 1) ?? 0));
    const fromK = down ? k + 1 : k - 1;
    const fromX = count === 0 ? 0 : (reach.get(fromK) ?? 0);
    const fromY = count === 0 ? 0 : fromX - fromK;
    while (x > fromX && y > fromY) {
      steps.push('same');
      x -= 1;
      y -= 1;
    }
    if (count > 0) steps.push(down ? 'new' : 'gone');
    x = fromX;
    y = fromY;
  }
  return steps.toReversed();
}

function repeated(step: Step, count: number): Step[] {
  return Array.from({ length: count }, () => step);
}
