'use client';

import { useMemo } from 'react';
import { EmptyNotice } from '#components/kit/page/notice.tsx';
import { pictureOf } from '#components/nouns/workflow/definition/definition-graph.ts';
import { DefinitionPicture } from '#components/nouns/workflow/definition/definition-picture.tsx';
import { type DefinitionDiff, diffDefinitions, isNoDiff } from '#domain/graph/diff/diff-definitions.ts';
import { isJsonObject } from '#domain/value/json.ts';
import { ChangeList } from './change-list.tsx';
import type { Told } from './definition-of.ts';
import { pictureOfBoth } from './diff-picture.ts';

type Parts = { before: Told; after: Told };

/** What a version means differently from an earlier one: drawn on the graph, and as a list. */
export function VersionDiff({ before, after }: Parts) {
  const diff = useMemo(() => diffOf(before.definition, after.definition), [before, after]);
  if (diff === undefined)
    return <EmptyNotice>One of these texts cannot be read, so they can only be compared line by line.</EmptyNotice>;
  if (isNoDiff(diff))
    return <EmptyNotice>Both mean the same: only their texts differ, in order, comments or layout.</EmptyNotice>;
  return (
    <div className="grid min-h-0 flex-1 grid-rows-[minmax(11rem,3fr)_minmax(9rem,2fr)]">
      <section aria-label="Changes on the graph" className="min-h-0 overflow-hidden border-b border-line">
        <DrawnDiff diff={diff} before={before} after={after} />
      </section>
      <ChangeList diff={diff} />
    </div>
  );
}

function DrawnDiff({ diff, before, after }: Parts & { diff: DefinitionDiff }) {
  const drawn = useMemo(() => {
    const [was, is] = [pictureOf(before.source), pictureOf(after.source)];
    return was === undefined || is === undefined
      ? undefined
      : pictureOfBoth({ before: was.picture, after: is.picture }, diff);
  }, [diff, before, after]);
  if (drawn === undefined) return <EmptyNotice>One of these texts can no longer be drawn.</EmptyNotice>;
  return <DefinitionPicture picture={drawn.picture} marks={drawn.marks} />;
}

function diffOf(before: unknown, after: unknown): DefinitionDiff | undefined {
  return isJsonObject(before) && isJsonObject(after) ? diffDefinitions(before, after) : undefined;
}
