'use client';

import type { ReactNode } from 'react';
import { Glyph } from '#components/state/glyph.tsx';
import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { unreachable } from '#domain/unreachable.ts';
import type { DraftView } from './use-draft.ts';

type Parts = { view: Pick<DraftView, 'draft' | 'state' | 'flush' | 'decide'> };

/** Whether what is written is safe: saved and when, on its way, or why not. */
export function DraftWords({ view: { draft, state, flush, decide } }: Parts) {
  switch (state.kind) {
    case 'reading':
      return null;
    case 'saving':
      return <Quiet>Saving the draft …</Quiet>;
    case 'quiet': {
      if (draft === undefined) return null;
      // So it is, in a moment; other words at each letter would only flicker.
      if (draft.isDirty || draft.saved === undefined) return <Quiet>Saving the draft …</Quiet>;
      return (
        <Quiet>
          Draft saved <Moment at={draft.saved.savedAt} style="absolute" />
        </Quiet>
      );
    }
    case 'failed':
      return (
        <span role="status" className="inline-flex flex-wrap items-center gap-2 text-warning">
          <Glyph name="mark" />
          {draft === undefined
            ? 'Whether you have a draft is not known: '
            : 'The draft is not saved, but kept in this tab: '}
          {state.sentence}
          <Button isSmall onClick={() => void flush()}>
            Try again
          </Button>
        </span>
      );
    case 'clash':
      return <ClashWords there={state.there} decide={decide} />;
    default:
      return unreachable(state);
  }
}

type ClashParts = { there: { savedAt: string } | undefined; decide: DraftView['decide'] };

function ClashWords({ there, decide }: ClashParts) {
  return (
    <span role="alert" className="inline-flex flex-wrap items-center gap-2 text-warning">
      <Glyph name="mark" />
      {there === undefined ? (
        'Your draft was published or discarded in another window; what stands here is not saved.'
      ) : (
        <span>
          Another window of yours saved this draft at <Moment at={there.savedAt} style="absolute" />; what stands here
          is not saved.
        </span>
      )}
      <Button isSmall onClick={() => decide('theirs')}>
        {there === undefined ? 'Take what is published' : 'Take the saved one'}
      </Button>
      <Button isSmall onClick={() => decide('mine')}>
        Keep this one
      </Button>
    </span>
  );
}

function Quiet({ children }: { children: ReactNode }) {
  return <span className="text-small text-quiet">{children}</span>;
}
