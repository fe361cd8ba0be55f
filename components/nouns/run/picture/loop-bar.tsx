import { colourOf } from '#components/state/state-look.ts';
import type { LoopPart } from './say-loop.ts';

/** What became of the items of a loop, side by side; its words stand beside it. */
export function LoopBar({ parts }: { parts: readonly LoopPart[] }) {
  return (
    <span aria-hidden className="flex h-full w-full overflow-hidden rounded-full bg-line">
      {parts.map(({ family, share }) => (
        <span key={family} style={{ width: `${100 * share}%`, background: colourOf(family) }} />
      ))}
    </span>
  );
}
