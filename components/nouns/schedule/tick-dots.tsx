import { Glyph } from '#components/state/glyph.tsx';
import { colourOf, tickLooks } from '#components/state/state-look.ts';
import { sayInstant } from '#components/time/say-time.ts';
import { useZone } from '#components/time/zone-context.tsx';
import { classes } from '#components/ui/classes.ts';
import { sayDuration } from '#domain/value/duration.ts';
import { delayMsOf, isLate, type JudgedTick } from './schedule-health.ts';

/** The last ticks of a schedule from left to right, the latest at the right, each with its outcome. */
export function TickDots({ ticks, isOneLine = false }: { ticks: readonly JudgedTick[]; isOneLine?: boolean }) {
  if (ticks.length === 0) return <span className="text-quiet">none yet</span>;
  return (
    <ol className={classes('flex items-center gap-px', !isOneLine && 'flex-wrap')} aria-label="Last ticks">
      {ticks.toReversed().map((tick) => (
        <TickDot key={tick.scheduledFor} tick={tick} />
      ))}
    </ol>
  );
}

function TickDot({ tick }: { tick: JudgedTick }) {
  const { timeZone } = useZone();
  const look = isLate(tick) ? lateLook : tickLooks[tick.outcome];
  const words = `${look.word}, ${noteOf(tick, timeZone)}`;
  return (
    <li
      data-whole={words}
      className="flex size-[15px] shrink-0 items-center justify-center"
      style={{ color: colourOf(look.family) }}
    >
      <Glyph name={look.glyph} size={13} />
      <span className="sr-only">{words}</span>
    </li>
  );
}

const lateLook = { word: 'Fired late', family: 'warning', glyph: 'clock' } as const;

function noteOf(tick: JudgedTick, timeZone: string): string {
  const at = sayInstant(Date.parse(tick.scheduledFor), timeZone);
  if (tick.manual) return `${at}, by hand`;
  return isLate(tick) ? `${at}, ${sayDuration(delayMsOf(tick))} late` : at;
}
