import type { ReactNode } from 'react';
import { Link } from '#components/address/link.tsx';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, type Look } from '#components/state/state-look.ts';
import { classes } from '#components/ui/classes.ts';

type StatTileProps = {
  /** What is counted, also the name of the link. */
  label: string;
  value: ReactNode;
  unit?: string;
  /** The list of what was counted. A number without one is a fact, not a tile. */
  href: string;
  /** Gives it glyph and colour; without one it is plain ink. */
  look?: Pick<Look, 'family' | 'glyph'>;
  /** A line below: the target, the trend, since when. */
  note?: ReactNode;
  /** True when the number has grown old: it is grey then. */
  isStale?: boolean;
};

/** A number that leads to what it counts. */
export function StatTile({ label, value, unit, href, look, note, isStale = false }: StatTileProps) {
  return (
    <Link
      href={href}
      className={classes(
        'panel flex min-h-20 flex-col gap-0.5 px-3 py-2.5 hover:border-control hover:bg-raised',
        isStale && 'stale',
      )}
    >
      <span className="flex items-center gap-1.5 text-small text-quiet">
        {look !== undefined && (
          <span style={{ color: colourOf(look.family) }}>
            <Glyph name={look.glyph} />
          </span>
        )}
        {label}
      </span>
      <span
        className="figures text-figure font-semibold"
        style={look === undefined || isStale ? undefined : { color: colourOf(look.family) }}
      >
        {value}
        {unit !== undefined && <span className="ml-1 text-body font-normal text-quiet">{unit}</span>}
      </span>
      {note !== undefined && <span className="text-small text-quiet">{note}</span>}
    </Link>
  );
}
