'use client';

import { useOwnText } from '#components/kit/kept/use-own-text.ts';
import { readRecent, readViews, type SavedView, withoutView, withRecent, withView } from './saved-views.ts';

export type Saved = {
  views: SavedView[];
  recent: string[];
  keepView: (view: SavedView) => void;
  forgetView: (name: string) => void;
  remember: (query: string) => void;
};

/** What a viewer keeps of a list of this tenant: named views and the queries asked last. */
export function useSaved(list: string): Saved {
  const [storedViews, storeViews] = useOwnText(`views ${list}`, 'localStorage');
  const [storedRecent, storeRecent] = useOwnText(`queries ${list}`, 'localStorage');
  const views = readViews(storedViews ?? '');
  const recent = readRecent(storedRecent ?? '');
  return {
    views,
    recent,
    keepView: (view) => storeViews(JSON.stringify(withView(views, view))),
    forgetView: (name) => storeViews(JSON.stringify(withoutView(views, name))),
    remember: (query) => storeRecent(JSON.stringify(withRecent(recent, query))),
  };
}
