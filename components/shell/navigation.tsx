'use client';

import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { Link } from '#components/address/link.tsx';
import { usePath } from '#components/address/tenant-context.tsx';
import { usePreference } from '#components/kit/kept/preferences.ts';
import { screens } from '#components/kit/words/paths.ts';
import { useOpenAlerts } from '#components/nouns/alert/use-open-alerts.ts';
import { Tooltip } from '#components/ui/overlay/tooltip.tsx';
import { isAt, type Place, places } from './places.ts';
import { useIsSettled } from './use-is-settled.ts';

const groups = ['watch', 'define', 'operate', 'manage'] as const;

/** The way to every screen, with the number of open alerts. */
export function Navigation() {
  const path = usePath();
  const openAlerts = useOpenAlerts();
  const isSettled = useIsSettled();
  return (
    <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-2">
      {groups.map((group) => (
        <div key={group} className="flex flex-col gap-px last:mt-auto">
          {places
            .filter((place) => place.group === group)
            .map((place) => (
              <PlaceLink
                key={place.path}
                place={place}
                isHere={isAt(place.path, path)}
                isSettled={isSettled}
                openCount={place.path === screens.alerts ? openAlerts : 0}
              />
            ))}
        </div>
      ))}
    </nav>
  );
}

type PlaceLinkProps = { place: Place; isHere: boolean; isSettled: boolean; openCount: number };

function PlaceLink({ place, isHere, isSettled, openCount }: PlaceLinkProps) {
  const { path, word, letter, Icon } = place;
  return (
    <Tooltip content={word} keys={`g ${letter}`} side="right">
      <Link href={path} prefetch={isSettled} aria-current={isHere ? 'page' : undefined} className="place">
        <Icon aria-hidden size={16} className="shrink-0" />
        <span className="narrow:sr-only">{word}</span>
        {openCount > 0 && (
          <span className="ml-auto rounded-full border border-current px-1.5 text-[0.78rem] font-semibold text-warning narrow:absolute narrow:top-0 narrow:right-0 narrow:bg-surface narrow:px-1 narrow:leading-tight">
            {openCount}
            <span className="sr-only"> open</span>
          </span>
        )}
      </Link>
    </Tooltip>
  );
}

/** Makes the navigation a strip of signs, or wide again. A narrow window does so by itself. */
export function NavigationWidth() {
  const [width, setWidth] = usePreference('navigation');
  const isNarrow = width === 'narrow';
  const Icon = isNarrow ? PanelLeftOpen : PanelLeftClose;
  return (
    <div className="hidden border-t border-line p-2 lg:block">
      <button
        type="button"
        aria-label={isNarrow ? 'Expand navigation' : 'Collapse navigation'}
        className="place w-full"
        onClick={() => setWidth(isNarrow ? 'wide' : 'narrow')}
      >
        <Icon aria-hidden size={16} className="shrink-0" />
        <span className="narrow:sr-only">{isNarrow ? 'Expand' : 'Collapse'}</span>
      </button>
    </div>
  );
}
