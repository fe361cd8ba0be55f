/** How well a tenant does against the targets that Taskflow is held to. */

import { jobsLink } from '#components/kit/words/list-links.ts';
import { screens } from '#components/kit/words/paths.ts';
import type { Look } from '#components/state/state-look.ts';
import { saySpan } from '#components/time/say-time.ts';
import type { WindowChoice } from './overview-window.ts';

export type Measured = {
  onTimePercent: number | null;
  successPercent: number | null;
  triggerLatencyP95Ms: number | null;
  counts: { missed: number };
};

export type Standing = {
  label: string;
  value: string;
  unit?: string;
  look?: Pick<Look, 'family' | 'glyph'>;
  note: string;
  href: string;
};

export const targets = { onTimePercent: 98, successPercent: 97, triggerLatencyMs: 60_000, missed: 0 } as const;

/** The four figures with what they should be, each with the list that it drills into. */
export function standingsOf(measured: Measured | undefined, choice: WindowChoice): Standing[] {
  const since = `-${choice}`;
  return [
    {
      label: 'Started on time',
      ...percent(measured?.onTimePercent, targets.onTimePercent),
      href: jobsLink({ createdAfter: since }),
    },
    {
      label: 'Succeeded',
      ...percent(measured?.successPercent, targets.successPercent),
      href: jobsLink({ states: ['FAILED', 'DEAD'], finishedAfter: since }),
    },
    {
      label: 'Start latency, p95',
      ...latency(measured?.triggerLatencyP95Ms),
      href: jobsLink({ startedAfter: since }),
    },
    { label: 'Missed ticks', ...missed(measured?.counts.missed), href: screens.schedules },
  ];
}

type Judged = Pick<Standing, 'value' | 'unit' | 'look' | 'note'>;

function percent(value: number | null | undefined, target: number): Judged {
  if (value === undefined || value === null) return unknown(value, `target ${target} %`);
  // Rounded down: 97.96 must not read as a target of 98 that is met.
  const shown = Math.floor(value * 10) / 10;
  return { value: String(shown), unit: '%', ...judged(value >= target, `target ${target} %`) };
}

function latency(valueMs: number | null | undefined): Judged {
  if (valueMs === undefined || valueMs === null) return unknown(valueMs, 'target 1 min');
  return { value: saySpan(valueMs), ...judged(valueMs <= targets.triggerLatencyMs, 'target 1 min') };
}

function missed(count: number | undefined): Judged {
  if (count === undefined) return unknown(count, 'target 0');
  return { value: count.toLocaleString('en'), ...judged(count <= targets.missed, 'target 0') };
}

function judged(isMet: boolean, target: string): Pick<Standing, 'look' | 'note'> {
  if (isMet) return { note: `${target} · met`, look: { family: 'success', glyph: 'check' } };
  return { note: `${target} · not met`, look: { family: 'warning', glyph: 'mark' } };
}

// Undefined is on its way; null is known to be nothing.
function unknown(value: undefined | null, target: string): Judged {
  return { value: '–', note: value === null ? `${target} · nothing to judge` : target };
}
