'use client';

import type { Answer } from '#components/api/use-reading.ts';
import type { StatisticsQuery } from '#components/generated/overview.ts';
import { AsOf } from '#components/time/as-of.tsx';
import { useAsOf } from '#components/time/use-as-of.ts';
import { StatTile } from '#components/ui/stat-tile.tsx';
import type { WindowChoice } from './overview-window.ts';
import { standingsOf } from './targets.ts';

/** Four figures against their targets; they keep their place while they are on their way. */
export function TargetTiles({ answer, choice }: { answer: Answer<StatisticsQuery>; choice: WindowChoice }) {
  const asOfMs = useAsOf(answer);
  const { data } = answer;
  return (
    <section aria-label="Targets" className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {standingsOf(data?.statistics, choice).map((standing) => (
        <StatTile
          key={standing.label}
          {...standing}
          isStale={asOfMs !== undefined}
          note={asOfMs === undefined ? standing.note : <AsOf atMs={asOfMs} />}
        />
      ))}
    </section>
  );
}
