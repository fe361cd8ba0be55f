'use client';

import { Bookmark, X } from 'lucide-react';
import { useState } from 'react';
import { usePageActions } from '#components/kit/page/page-actions.ts';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import type { SavedView } from './saved-views.ts';
import type { Saved } from './use-saved.ts';

// Names in a row of tabs.
const viewNameLengthMax = 40;

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
  const all = [{ name: whole, query: '' }, ...given, ...saved.views];
  usePageActions(all.map((view) => ({ word: `View: ${view.name}`, act: () => onAsk(view.query) })));
  const isOwn = saved.views.find((view) => view.query === query);
  const isNew = all.every((view) => view.query !== query);
  return (
    <nav aria-label="Views" className="flex min-h-9 flex-wrap items-stretch gap-x-1 border-b border-line">
      {all.map((view) => (
        <button
          key={view.name}
          type="button"
          aria-current={view.query === query ? 'page' : undefined}
          data-whole={view.query === '' ? undefined : view.query}
          onClick={() => onAsk(view.query)}
          className="tab min-h-9 shrink-0"
        >
          <span className="steady-word" data-word={view.name}>
            {view.name}
          </span>
        </button>
      ))}
      <span className="ml-auto flex shrink-0 items-center">
        {isOwn !== undefined && (
          <IconButton
            isSmall
            label={`Forget the view ${isOwn.name}`}
            Icon={X}
            onClick={() => saved.forgetView(isOwn.name)}
          />
        )}
        {isNew && (
          <Button isSmall kind="quiet" Icon={Bookmark} onClick={() => setIsNaming(true)}>
            Save view
          </Button>
        )}
      </span>
      {isNaming && (
        <NameDialog
          query={query}
          onName={(name) => {
            saved.keepView({ name, query });
            setIsNaming(false);
          }}
          onClose={() => setIsNaming(false)}
        />
      )}
    </nav>
  );
}

type NameProps = { query: string; onName: (name: string) => void; onClose: () => void };

function NameDialog({ query, onName, onClose }: NameProps) {
  const [name, setName] = useState('');
  const isReady = name.trim() !== '';
  return (
    <Dialog
      title="Save view"
      width="small"
      description="Kept in this browser, for you and this tenant. To share it, send the address of the page."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button kind="primary" disabled={!isReady} onClick={() => onName(name.trim())}>
            Save view
          </Button>
        </>
      }
    >
      <p className="panel break-words bg-raised px-3 py-1.5 font-mono text-[0.93em]">{query}</p>
      <TextField
        label="Name"
        maxLength={viewNameLengthMax}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && isReady && onName(name.trim())}
      />
    </Dialog>
  );
}
