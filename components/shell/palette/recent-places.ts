/** What was looked at lately in this browser, for the command palette. */
import { bounds } from '#domain/bounds.ts';

export type RecentPlace = { href: string; word: string; kind: string };

const key = 'taskflow-recent';
const kinds = [
  { path: /^\/jobs\/(job_[\w-]+)$/, kind: 'Job' },
  { path: /^\/runs\/(run_[\w-]+)$/, kind: 'Run' },
  { path: /^\/schedules\/(sch_[\w-]+)$/, kind: 'Schedule' },
  { path: /^\/workflows\/((?!new$)[^/]+)$/, kind: 'Workflow' },
];

/** What a path shows, when it is one thing and not a list. */
export function recentPlaceOf(pathname: string): RecentPlace | undefined {
  for (const { path, kind } of kinds) {
    const name = path.exec(pathname)?.[1];
    if (name === undefined) continue;
    const words = /^(?:job|run|sch)_/.test(name) ? `${kind} …${name.slice(-8)}` : decodeURIComponent(name);
    return { href: pathname, word: words, kind };
  }
  return undefined;
}

/** The list with one more at its top; nothing stands in it twice. */
export function withRecent(places: readonly RecentPlace[], place: RecentPlace): RecentPlace[] {
  return [place, ...places.filter(({ href }) => href !== place.href)].slice(0, bounds.recentMax);
}

/** Reads the list; whatever else may stand in that place of the browser counts for nothing. */
export function readRecent(): RecentPlace[] {
  const text = window.localStorage.getItem(key);
  return text === null ? [] : placesIn(text);
}

/** Notes that this was looked at. */
export function noteRecent(place: RecentPlace): void {
  window.localStorage.setItem(key, JSON.stringify(withRecent(readRecent(), place)));
}

/** The places in a stored text. */
export function placesIn(text: string): RecentPlace[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isPlace).slice(0, bounds.recentMax) : [];
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
