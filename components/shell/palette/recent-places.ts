/** What was looked at lately in a tenant, for the command palette. */
import { type Noun, thingAt, wordOf } from '#components/kit/noun/noun.ts';

// Things seen lately that the palette offers before anything is typed.
export const recentMax = 8;

export type RecentPlace = { href: string; word: string; kind: string };

/** What a path shows, when it is one thing and not a list. */
export function recentPlaceOf(nouns: readonly Noun[], path: string): RecentPlace | undefined {
  const thing = thingAt(nouns, path);
  return thing && { href: path, word: thing.word, kind: wordOf(thing.noun) };
}

/** The list with one more at its top; nothing stands in it twice. */
export function withRecent(places: readonly RecentPlace[], place: RecentPlace): RecentPlace[] {
  return [place, ...places.filter(({ href }) => href !== place.href)].slice(0, recentMax);
}

/** The places in a stored text; whatever else may stand there counts for nothing. */
export function placesIn(text: string): RecentPlace[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isPlace).slice(0, recentMax) : [];
  } catch (error) {
    // Not JSON: another program's, or cut off.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function isPlace(value: unknown): value is RecentPlace {
  if (typeof value !== 'object' || value === null) return false;
  const isText = (name: string) => name in value && typeof Reflect.get(value, name) === 'string';
  return isText('href') && isText('word') && isText('kind') && String(Reflect.get(value, 'href')).startsWith('/');
}
