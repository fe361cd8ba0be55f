import { Glyph } from './glyph.tsx';
import { colourOf, type Look } from './state-look.ts';

/** A state where there is no room for its word, as in a row of last runs: the word is shown beside it when one rests on it, and read aloud. */
export function StateDot({ look, note }: { look: Look; note?: string }) {
  const words = note === undefined ? look.word : `${look.word}, ${note}`;
  return (
    <span
      data-whole={words}
      className="tint inline-flex size-5 items-center justify-center rounded-full"
      style={{ color: colourOf(look.family) }}
    >
      <Glyph name={look.glyph} size={11} />
      <span className="sr-only">{words}</span>
    </span>
  );
}
