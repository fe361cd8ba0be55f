'use client';

import { useReading } from '#components/api/use-reading.ts';
import { ComparedVersionsDocument } from '#components/generated/compare.ts';
import { EmptyNotice } from '#components/kit/page/notice.tsx';
import { Reading } from '#components/kit/page/reading.tsx';
import { VersionDiff } from '#components/nouns/workflow/diff/version-diff.tsx';

/** What the definition of the right run says differently from that of the left one. */
export function CompareVersions(pair: { left: string; right: string }) {
  const answer = useReading({ query: ComparedVersionsDocument, variables: pair });
  return (
    <section aria-label="Definitions" className="panel flex min-h-0 flex-1 flex-col overflow-hidden">
      <Reading answer={answer} rows={10}>
        {({ left, right }) =>
          left === null || right === null ? (
            <EmptyNotice>One of these runs is not there any more.</EmptyNotice>
          ) : (
            <VersionDiff before={left.version} after={right.version} />
          )
        }
      </Reading>
    </section>
  );
}
