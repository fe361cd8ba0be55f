/** What the command palette finds, and in which order. */
import { jobPath, runPath, schedulePath } from '#components/kit/words/paths.ts';
import { bounds } from '#domain/bounds.ts';
import { uuidOf } from '#domain/value/ids.ts';

/** Something to go to or to do. */
export type PaletteItem = {
  key: string;
  word: string;
  /** What it is: `Screen`, `Workflow`, `Action`. */
  kind: string;
  keys?: string;
  /** A path, in this tenant unless another one is named. */
  to: { href: string; tenant?: string } | { act: () => void };
};

const pathsOfIds = { job: jobPath, run: runPath, schedule: schedulePath } as const;

type Names = { nodes: readonly unknown[]; totalCount: number; totalCountExact: boolean };

/** A way to what the palette does not hold, so that a name it does not find is not taken for one that does not exist. */
export function restItem(
  { nodes, totalCount, totalCountExact }: Names,
  { words, way, to }: { words: string; way: string; to: PaletteItem['to'] },
): PaletteItem[] {
  const rest = totalCount - nodes.length;
  if (rest <= 0 && totalCountExact) return [];
  const count = `${rest.toLocaleString('en')}${totalCountExact ? '' : '+'}`;
  return [{ key: `rest ${words}`, word: `${count} more ${words}: ${way}`, kind: 'Screen', to }];
}

/** The way to the thing whose whole id was typed or pasted. */
export function itemOfId(text: string): PaletteItem | undefined {
  const id = text.trim().toLowerCase();
  for (const type of ['job', 'run', 'schedule'] as const) {
    if (uuidOf(type, id) === undefined) continue;
    return { key: id, word: `Go to ${id}`, kind: type, to: { href: pathsOfIds[type](id) } };
  }
  return undefined;
}

/** The items that hold every word that was typed, the nearest first; all of them, as they stand, before anything is typed. */
export function itemsMatching(items: readonly PaletteItem[], typed: string): PaletteItem[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const byId = itemOfId(typed);
  const found = items
    .map((item, place) => ({ item, place, worth: worthOf(item, words) }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth || a.place - b.place)
    .map(({ item }) => item);
  return (byId === undefined ? found : [byId, ...found]).slice(0, bounds.paletteResultsMax);
}

function worthOf({ word, kind }: PaletteItem, words: readonly string[]): number {
  const name = word.toLowerCase();
  const worths = words.map((one) => Math.max(worthIn(name, one), kind.toLowerCase().startsWith(one) ? 1 : 0));
  return worths.includes(0) ? 0 : 1 + worths.reduce((sum, worth) => sum + worth, 0);
}

// Whole, at its start, at the start of a part, anywhere.
function worthIn(name: string, typed: string): number {
  if (name === typed) return 8;
  if (name.startsWith(typed)) return 6;
  const place = name.indexOf(typed);
  if (place < 0) return 0;
  return /[\s\-_./:]/.test(name[place - 1] ?? '') ? 4 : 2;
}
