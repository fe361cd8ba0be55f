import { classes } from '#components/ui/classes.ts';
import { Glyph } from './glyph.tsx';
import { colourOf, type Look } from './state-look.ts';

type StateMarkProps = {
  look: Look;
  /** Without its ground: below another state, or where it is one word among others. */
  isPlain?: boolean;
  /** As large as the title that it stands beside. */
  isLarge?: boolean;
};

/** A state as glyph, word and colour, on a breath of that colour. */
export function StateMark({ look, isPlain = false, isLarge = false }: StateMarkProps) {
  return (
    <span
      className={classes(
        'inline-flex items-center align-middle gap-1 whitespace-nowrap font-medium',
        !isPlain && 'tint rounded',
        !isPlain && (isLarge ? 'h-6 px-2' : 'h-[1.45rem] px-1.5'),
      )}
      style={{ color: colourOf(look.family) }}
    >
      <Glyph name={look.glyph} size={isLarge ? 15 : 13} />
      {look.word}
    </span>
  );
}
