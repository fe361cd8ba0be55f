'use client';

import { useStored } from '#components/kit/query/use-stored.ts';
import { useViewer } from '#components/shell/session/use-viewer.tsx';
import { readRecent, readViews, type SavedView, withoutView, withRecent, withView } from './saved-views.ts';

export type Saved = {
  views: SavedView[];
  recent: string[];
  keepView: (view: SavedView) => void;
  forgetView: (name: string) => void;
  remember: (query: string) => void;
};

/** What a viewer keeps of a list in this browser: named views and the queries asked last. Tenants have their own. */
export function useSaved(list: string): Saved {
  const { viewer } = useViewer();
  const owner = `${list} ${viewer?.tenant?.slug ?? ''} ${viewer?.id ?? ''}`;
  const [storedViews, storeViews] = useStored(`taskflow-views ${owner}`);
  const [storedRecent, storeRecent] = useStored(`taskflow-recent ${owner}`);
  const views = readViews(storedViews);
  const recent = readRecent(storedRecent);
  return {
    views,
    recent,
    keepView: (view) => storeViews(JSON.stringify(withView(views, view))),
    forgetView: (name) => storeViews(JSON.stringify(withoutView(views, name))),
    remember: (query) => storeRecent(JSON.stringify(withRecent(recent, query))),
  };
}
