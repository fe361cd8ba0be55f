import { Glyph } from './glyph.tsx';
import { colourOf, type Look } from './state-look.ts';

/** A state as glyph, word and colour. */
export function StateMark({ look }: { look: Look }) {
  return (
    <span
      className="inline-flex items-center align-middle gap-1.5 whitespace-nowrap font-medium"
      style={{ color: colourOf(look.family) }}
    >
      <Glyph name={look.glyph} />
      {look.word}
    </span>
  );
}
