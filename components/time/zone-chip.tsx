'use client';

import { Clock3 } from 'lucide-react';
import { preferenceChoices, usePreference } from '#components/kit/kept/preferences.ts';
import { Menu } from '#components/ui/overlay/menu.tsx';
import { useChangeZone, useZone, type ZoneKind } from './zone-context.tsx';

const words: Record<ZoneKind, string> = { viewer: 'My time', tenant: 'Tenant', utc: 'UTC' };

/** Says whose clock the screen shows, and changes it. */
export function ZoneChip() {
  const { kind, timeZone, zones } = useZone();
  const change = useChangeZone();
  const [style, setStyle] = usePreference('timeStyle');
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="button button-small button-quiet text-quiet"
          aria-label={`Time zone: ${timeZone}`}
        >
          <Clock3 aria-hidden size={14} />
          <span className="max-w-40 truncate max-sm:sr-only">{timeZone}</span>
        </button>
      }
      entries={[
        { kind: 'title', word: 'Show times in' },
        ...preferenceChoices('zone').map((one) => ({
          kind: 'act' as const,
          word: words[one],
          hint: zones[one],
          isChosen: one === kind,
          act: () => change(one),
        })),
        { kind: 'line' },
        {
          kind: 'act',
          word: 'Relative: 3 min ago',
          isChosen: style === 'relative',
          act: () => setStyle('relative'),
        },
        { kind: 'act', word: 'Absolute: 14:05:09', isChosen: style === 'absolute', act: () => setStyle('absolute') },
      ]}
    />
  );
}
