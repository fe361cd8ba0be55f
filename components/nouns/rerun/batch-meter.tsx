import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, rerunItemLooks } from '#components/state/state-look.ts';
import { type Counts, endedOf, standing } from './batch-progress.ts';

/** How many runs of a batch are over, as a bar in the colours of how they ended, with the numbers beside it. */
export function BatchBar({ counts }: { counts: Counts }) {
  return (
    <span className="inline-flex w-full items-center gap-2">
      <span aria-hidden className="flex h-1.5 min-w-8 flex-1 overflow-hidden rounded-full bg-line">
        {standing(counts).map(({ state, count }) => (
          <span
            key={state}
            style={{
              width: `${(100 * count) / counts.total}%`,
              background: state === 'WAITING' ? 'var(--line)' : colourOf(rerunItemLooks[state].family),
            }}
          />
        ))}
      </span>
      <span className="whitespace-nowrap text-small text-quiet">
        <span className="sr-only">Over: </span>
        {endedOf(counts).toLocaleString('en')}/{counts.total.toLocaleString('en')}
      </span>
    </span>
  );
}

/** The same in words, a state each. */
export function BatchCounts({ counts }: { counts: Counts }) {
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {standing(counts).map(({ state, count }) => (
        <span
          key={state}
          className="inline-flex items-center gap-1 whitespace-nowrap"
          style={{ color: colourOf(rerunItemLooks[state].family) }}
        >
          <Glyph name={rerunItemLooks[state].glyph} />
          <span className="font-semibold">{count.toLocaleString('en')}</span> {rerunItemLooks[state].word.toLowerCase()}
        </span>
      ))}
    </span>
  );
}
