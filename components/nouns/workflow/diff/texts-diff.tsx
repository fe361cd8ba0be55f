'use client';

import { useMemo, useState } from 'react';
import { DiffView } from '#components/editor/diff-view.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { toldBy } from './definition-of.ts';
import { VersionDiff } from './version-diff.tsx';

type Parts = { label: string; before: string; after: string };

const comparisons = [
  { value: 'meaning', word: 'Changes' },
  { value: 'text', word: 'Text' },
] as const;

/** What one text says differently from another one: by what they mean, and line by line. */
export function TextsDiff({ label, before, after }: Parts) {
  const [by, setBy] = useState<'meaning' | 'text'>('meaning');
  const [was, is] = useMemo(() => [toldBy(before), toldBy(after)], [before, after]);
  return (
    <div className="flex min-h-0 flex-1 flex-col rounded border border-line">
      <div className="flex min-h-10 shrink-0 items-center justify-between gap-3 border-b border-line px-3">
        <span className="text-quiet">{label}</span>
        <Segmented label="Compared by" value={by} options={comparisons} onChange={setBy} />
      </div>
      {by === 'text' ? (
        <DiffView label={label} before={before} after={after} />
      ) : (
        <VersionDiff before={was} after={is} />
      )}
    </div>
  );
}
