'use client';

import { Bookmark, Users, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useMay } from '#components/kit/viewer/use-viewer.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import type { SavedView } from './saved-views.ts';
import type { Saved } from './use-saved.ts';

// Most come to ask.
const ViewDialog = dynamic(() => import('./view-dialog.tsx').then((module) => module.ViewDialog), { ssr: false });

type ViewsProps = {
  /** What the whole list is called: `All jobs`. */
  whole: string;
  given: readonly SavedView[];
  saved: Saved;
  query: string;
  onAsk: (query: string) => void;
};

/** Named queries to switch between; the one that is asked now is marked. */
export function ViewsBar({ whole, given, saved, query, onAsk }: ViewsProps) {
  const [isNaming, setIsNaming] = useState(false);
  const all: (SavedView & { id?: string; isShared?: boolean })[] = [
    { name: whole, query: '' },
    ...given,
    ...saved.views,
  ];
  usePageActions(all.map((view) => ({ word: `View: ${view.name}`, act: () => onAsk(view.query) })));
  const isNew = all.every((view) => view.query !== query);
  return (
    <nav aria-label="Views" className="flex min-h-9 flex-wrap items-stretch gap-x-1 border-b border-line">
      {all.map((view) => (
        <button
          key={view.id ?? view.name}
          type="button"
          aria-current={view.query === query ? 'page' : undefined}
          data-whole={view.query === '' ? undefined : view.query}
          onClick={() => onAsk(view.query)}
          className="tab min-h-9 shrink-0"
        >
          <span className="steady-word" data-word={view.name}>
            {view.name}
          </span>
          {view.isShared === true && (
            <>
              <Users aria-hidden size={12} className="ml-1.5 inline text-quiet" />
              <span className="sr-only">, shared</span>
            </>
          )}
        </button>
      ))}
      <span className="ml-auto flex shrink-0 items-center gap-1">
        <TakeOver saved={saved} />
        <Forget saved={saved} query={query} />
        {isNew && (
          <Button isSmall kind="quiet" Icon={Bookmark} onClick={() => setIsNaming(true)}>
            Save view
          </Button>
        )}
      </span>
      {isNaming && <ViewDialog query={query} saved={saved} onClose={() => setIsNaming(false)} />}
    </nav>
  );
}

/** The way to lose the view that is asked now, for those whose it is. */
function Forget({ saved, query }: { saved: Saved; query: string }) {
  const say = useToast();
  const mayShare = useMay('view.share');
  const asked = saved.views.filter((view) => view.query === query);
  // One's own first: what all share is not deleted by the way.
  const view = asked.find(({ isShared }) => !isShared) ?? asked[0];
  if (view === undefined || (view.isShared && !mayShare)) return null;
  const forget = async () => {
    const refusal = await saved.forgetView(view.id);
    if (refusal !== undefined) return say({ words: refusal, kind: 'failed' });
    const { name, isShared } = view;
    const bringBack = async () => {
      const told = await saved.keepView({ name, query: view.query }, isShared);
      if (!told.ok) say({ words: told.sentence, kind: 'failed' });
    };
    say({ words: `The view ${name} is gone`, kind: 'done', action: { word: 'Undo', act: () => void bringBack() } });
  };
  const label = view.isShared ? `Delete the shared view ${view.name}` : `Forget the view ${view.name}`;
  return <IconButton isSmall label={label} Icon={X} onClick={() => void forget()} />;
}

/** Views that this browser kept before the console did, offered until they are taken over or left behind. */
function TakeOver({ saved }: { saved: Saved }) {
  const say = useToast();
  const [isBusy, setIsBusy] = useState(false);
  const count = saved.left.length;
  if (count === 0) return null;
  const takeOver = async () => {
    setIsBusy(true);
    const refusal = await saved.takeOver();
    setIsBusy(false);
    if (refusal !== undefined) say({ words: refusal, kind: 'failed' });
  };
  const words = count === 1 ? 'the view' : `the ${count} views`;
  return (
    <>
      <Button isSmall kind="quiet" isBusy={isBusy} onClick={() => void takeOver()}>
        Take over {words} of this browser
      </Button>
      <IconButton isSmall label={`Leave ${words} of this browser behind`} Icon={X} onClick={saved.leaveBehind} />
    </>
  );
}
