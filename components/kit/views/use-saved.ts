'use client';

import { useApi } from '#components/api/api-provider.tsx';
import { type Told, toldBy } from '#components/api/told.ts';
import { useReading } from '#components/api/use-reading.ts';
import {
  DeleteViewDocument,
  SavedViewsDocument,
  SaveViewDocument,
  type SaveViewMutation,
} from '#components/generated/views.ts';
import { useOwnText } from '#components/kit/kept/use-own-text.ts';
import {
  type KeptView,
  leftViews,
  readRecent,
  readViews,
  type SavedView,
  withoutView,
  withRecent,
} from './saved-views.ts';

export type Saved = {
  /** The tenant's views and the viewer's own. */
  views: readonly KeptView[];
  /** Those that this browser kept before the console did. */
  left: readonly SavedView[];
  recent: string[];
  keepView: (view: SavedView, isShared: boolean) => Promise<Told<SaveViewMutation>>;
  /** Why the view was not deleted; undefined when it was. */
  forgetView: (id: string) => Promise<string | undefined>;
  /** Takes over what is left; gives back why the first one was refused. What is refused stays in the browser. */
  takeOver: () => Promise<string | undefined>;
  /** Leaves what is left behind for good. */
  leaveBehind: () => void;
  remember: (query: string) => void;
};

/** The named views of a list of this tenant, and the queries that the viewer asked last. */
export function useSaved(list: string): Saved {
  const api = useApi();
  const [inBrowser, keepInBrowser] = useOwnText(`views ${list}`, 'localStorage');
  const [storedRecent, storeRecent] = useOwnText(`queries ${list}`, 'localStorage');
  // Without them a list is a list: what cannot be read is not worth a notice of its own.
  const { data } = useReading({ query: SavedViewsDocument, variables: { list } });
  const views = data?.savedViews ?? [];
  const browserViews = readViews(inBrowser ?? '');
  const recent = readRecent(storedRecent ?? '');
  const keepView = async ({ name, query }: SavedView, isShared: boolean) =>
    toldBy(await api(SaveViewDocument, { input: { list, name, query, isShared } }), ({ saveView }) => saveView);
  return {
    views,
    left: data === undefined ? [] : leftViews(browserViews, views),
    recent,
    keepView,
    forgetView: async (id) => {
      const told = toldBy(await api(DeleteViewDocument, { id }), ({ deleteView }) => deleteView);
      return told.ok ? undefined : told.sentence;
    },
    takeOver: async () => {
      let rest = browserViews;
      for (const view of leftViews(browserViews, views)) {
        const told = await keepView(view, false);
        if (!told.ok) return told.sentence;
        rest = withoutView(rest, view.name);
        keepInBrowser(rest.length === 0 ? undefined : JSON.stringify(rest));
      }
      keepInBrowser(undefined);
      return undefined;
    },
    leaveBehind: () => keepInBrowser(undefined),
    remember: (query) => storeRecent(JSON.stringify(withRecent(recent, query))),
  };
}
