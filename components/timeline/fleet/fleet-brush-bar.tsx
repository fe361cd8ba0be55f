'use client';

import { useEffect } from 'react';
import { useNow } from '#components/time/clock.ts';
import { saySpan, sayStamp } from '#components/time/say-time.ts';
import { useZone } from '#components/time/zone-context.tsx';
import type { Span } from '#components/timeline/scale/time-scale.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import type { FleetLine } from './model/fleet-model.ts';
import { listOf } from './model/fleet-query.ts';
import { sayList } from './model/fleet-words.ts';
import type { Brush } from './use-brush.ts';

type Parts = {
  brush: Brush | undefined;
  line: FleetLine | undefined;
  onZoom: (span: Span) => void;
  onClear: () => void;
};

/** What can be done with a stretch that was brushed over. Esc lets go of it. */
export function FleetBrushBar({ brush, line, onZoom, onClear }: Parts) {
  const { timeZone } = useZone();
  const nowMs = useNow();
  const isShown = brush !== undefined && line !== undefined;
  useEffect(() => {
    if (!isShown) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onClear();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isShown, onClear]);
  if (!isShown) return null;
  const clock = { nowMs, timeZone };
  return (
    <div
      role="status"
      className="flex min-h-10 flex-wrap items-center gap-3 border-t border-line bg-raised px-3 py-1.5"
    >
      <span>
        {sayStamp(brush.fromMs, clock)} – {sayStamp(brush.toMs, clock)}{' '}
        <span className="text-quiet">{saySpan(brush.toMs - brush.fromMs)}</span>
      </span>
      <ButtonLink isSmall href={listOf(line.row, brush)}>
        {sayList(line)}
      </ButtonLink>
      <Button
        isSmall
        onClick={() => {
          onZoom(brush);
          onClear();
        }}
      >
        Zoom to it
      </Button>
      <Button isSmall kind="quiet" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
}
