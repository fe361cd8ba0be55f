/** Queries with a name: those that everybody has, and those that a viewer keeps for themselves. */
import { valueBounds } from '#domain/bounds/value.ts';

// A row of tabs that can still be read.
const savedViewsMax = 20;
export const recentQueriesMax = 8;

export type SavedView = { name: string; query: string };

/** Reads what a browser stored; whatever does not look like a view is left out. */
export function readViews(stored: string): SavedView[] {
  const parsed = parseJson(stored);
  if (!Array.isArray(parsed)) return [];
  return parsed.filter(isView).slice(0, savedViewsMax);
}

/** The views with one more; a view of the same name is replaced where it stands. */
export function withView(views: readonly SavedView[], view: SavedView): SavedView[] {
  const isKnown = views.some(({ name }) => name === view.name);
  if (isKnown) return views.map((each) => (each.name === view.name ? view : each));
  return [...views, view].slice(-savedViewsMax);
}

/** The views without the one of this name. */
export function withoutView(views: readonly SavedView[], name: string): SavedView[] {
  return views.filter((view) => view.name !== name);
}

/** Reads the queries that were asked last. */
export function readRecent(stored: string): string[] {
  const parsed = parseJson(stored);
  if (!Array.isArray(parsed)) return [];
  return parsed.filter((query) => typeof query === 'string').slice(0, recentQueriesMax);
}

/** The queries asked last, this one first. */
export function withRecent(recent: readonly string[], query: string): string[] {
  const text = query.trim();
  if (text === '') return [...recent];
  return [text, ...recent.filter((each) => each !== text)].slice(0, recentQueriesMax);
}

function isView(value: unknown): value is SavedView {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('query' in value)) return false;
  const { name, query } = value;
  return (
    typeof name === 'string' && name !== '' && name.length <= valueBounds.nameLengthMax && typeof query === 'string'
  );
}

// Another version of the console, or a person, may have stored anything.
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
