/** Queries with a name: those that everybody has, and those that were saved, by a viewer for themselves or for the tenant. */
import { valueBounds } from '#domain/bounds/value.ts';
import { viewBounds } from '#domain/bounds/view.ts';

export const recentQueriesMax = 8;

export type SavedView = { name: string; query: string };

/** A view that the console keeps. */
export type KeptView = SavedView & { id: string; isShared: boolean };

/** Reads the views that a browser kept before the console did; whatever does not look like a view is left out. */
export function readViews(stored: string): SavedView[] {
  const parsed = parseJson(stored);
  if (!Array.isArray(parsed)) return [];
  return parsed.filter(isView).slice(0, viewBounds.viewsPerListMax).map(cut);
}

/** What is left to take over of them: a view that is kept under its name already is not asked about again. */
export function leftViews(inBrowser: readonly SavedView[], kept: readonly KeptView[]): SavedView[] {
  const own = kept.filter(({ isShared }) => !isShared);
  return inBrowser.filter((view) => !own.some(({ name, query }) => name === view.name && query === view.query));
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
    typeof name === 'string' &&
    name.trim() !== '' &&
    name.length <= valueBounds.nameLengthMax &&
    typeof query === 'string' &&
    query.length <= viewBounds.queryLengthMax
  );
}

// A browser kept longer names, and the blanks that somebody typed.
function cut({ name, query }: SavedView): SavedView {
  return { name: name.trim().replace(/\s+/g, ' ').slice(0, viewBounds.nameLengthMax).trim(), query };
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
