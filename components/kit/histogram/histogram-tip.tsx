import { Glyph } from '#components/state/glyph.tsx';
import { colourOf } from '#components/state/state-look.ts';
import { type Bucket, type Looks, statesOf } from './histogram-model.ts';

type Parts = { left: number; when: string; bucket: Bucket; looks: Looks };

/** What a bucket holds, beside the column that is read; the slider says the same to a screen reader. */
export function HistogramTip({ left, when, bucket, looks }: Parts) {
  const states = statesOf(bucket, looks);
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-full z-30 mt-1 min-w-40 rounded border border-line bg-surface px-2.5 py-1.5 text-small text-ink shadow-float"
      // Near an edge it grows away from it.
      style={{ left: `${(left * 100).toFixed(2)}%`, translate: left > 0.85 ? '-100%' : left < 0.15 ? '0' : '-50%' }}
    >
      <p className="whitespace-nowrap font-semibold">{when}</p>
      {states.length === 0 && <p className="text-quiet">None</p>}
      {states.map(({ look, count }) => (
        <p key={look.word} className="flex items-center gap-1.5 whitespace-nowrap">
          <span style={{ color: colourOf(look.family) }}>
            <Glyph name={look.glyph} />
          </span>
          {look.word}
          <span className="ml-auto pl-4">{count}</span>
        </p>
      ))}
    </div>
  );
}
