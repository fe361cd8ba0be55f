/** What the command palette finds, and in which order. */
import { type Noun, pathOfId, wordOf } from '#components/kit/noun/noun.ts';
import type { Names } from '#components/kit/noun/noun-names.ts';

// The palette shows what fits without scrolling far; more letters narrow it.
const paletteResultsMax = 30;

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

/** A way to what the palette does not hold, so that a name it does not find is not taken for one that does not exist. */
export function restItem(
  { nodes, totalCount, totalCountExact }: Omit<Names, 'nodes'> & { nodes: readonly unknown[] },
  { words, way, to }: { words: string; way: string; to: PaletteItem['to'] },
): PaletteItem[] {
  const rest = totalCount - nodes.length;
  if (rest <= 0 && totalCountExact) return [];
  const count = `${rest.toLocaleString('en')}${totalCountExact ? '' : '+'}`;
  return [{ key: `rest ${words}`, word: `${count} more ${words}: ${way}`, kind: 'Screen', to }];
}

/** The way to the thing whose whole id was typed or pasted. */
export function itemOfId(nouns: readonly Noun[], text: string): PaletteItem | undefined {
  const id = text.trim().toLowerCase();
  const found = pathOfId(nouns, id);
  return found && { key: id, word: `Go to ${id}`, kind: wordOf(found.noun), to: { href: found.path } };
}

/** The items that hold every word that was typed, the nearest first; all of them, as they stand, before anything is typed. */
export function itemsMatching(
  items: readonly PaletteItem[],
  { typed, nouns }: { typed: string; nouns: readonly Noun[] },
): PaletteItem[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const byId = itemOfId(nouns, typed);
  const found = items
    .map((item, place) => ({ item, place, worth: worthOf(item, words) }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth || a.place - b.place)
    .map(({ item }) => item);
  return (byId === undefined ? found : [byId, ...found]).slice(0, paletteResultsMax);
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
