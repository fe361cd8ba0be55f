'use client';

import { useReading } from '#components/api/use-reading.ts';
import { RunVersionDocument } from '#components/generated/run.ts';
import { Glyph } from '#components/state/glyph.tsx';
import { colourOf } from '#components/state/state-look.ts';
import { useNow } from '#components/time/clock.ts';
import { sayGrowingSpan, sayInstant } from '#components/time/say-time.ts';
import { useZone } from '#components/time/zone-context.tsx';
import { isSettledRun } from '#domain/machines.ts';
import { deadlineMs } from './run-variables.ts';
import type { RunDetails } from './use-run.ts';

// The last tenth of its time is when somebody may still do something about it.
const atRiskShare = 0.1;

/** How long the run may still take before its own limit cuts it off. */
export function RunDeadline({ run }: { run: RunDetails }) {
  const { data } = useReading({ query: RunVersionDocument, variables: { id: run.id } });
  const endMs = deadlineMs(data?.run?.version.definition, run.startedAt);
  // What a run ends with is not cut off.
  if (endMs === undefined || isSettledRun(run.state) || run.endsAs !== null) return null;
  return <Left endMs={endMs} startMs={Date.parse(run.startedAt)} />;
}

function Left({ endMs, startMs }: { endMs: number; startMs: number }) {
  const nowMs = useNow();
  const { timeZone } = useZone();
  const leftMs = endMs - nowMs;
  const isAtRisk = leftMs < (endMs - startMs) * atRiskShare;
  const words = leftMs <= 0 ? 'its time is over' : `time limit in ${sayGrowingSpan(leftMs)}`;
  return (
    <span
      className="inline-flex items-center gap-1.5 whitespace-nowrap"
      data-whole={`Cut off at ${sayInstant(endMs, timeZone)} by the limit of its workflow`}
      style={isAtRisk ? { color: colourOf('warning') } : undefined}
    >
      <Glyph name={isAtRisk ? 'flame' : 'clock'} />
      {words}
    </span>
  );
}
