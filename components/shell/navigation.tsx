'use client';

import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { Suspense } from 'react';
import { Link } from '#components/address/link.tsx';
import { usePath } from '#components/address/tenant-context.tsx';
import { usePreference } from '#components/kit/kept/preferences.ts';
import { placeGroups } from '#components/kit/noun/noun.ts';
import { useNouns } from '#components/kit/noun/nouns-context.tsx';
import { Tooltip } from '#components/ui/overlay/tooltip.tsx';
import { useIsSettled } from '#components/ui/use-is-settled.ts';
import { isAt, type Place, placesOf } from './places.ts';

/** The way to every screen, with what asks for attention there. */
export function Navigation() {
  const path = usePath();
  const places = placesOf(useNouns());
  const isSettled = useIsSettled();
  return (
    <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-2">
      {placeGroups.map((group) => (
        <div key={group} className="flex flex-col gap-px last:mt-auto">
          {places
            .filter((place) => place.group === group)
            .map((place) => (
              <PlaceLink key={place.path} place={place} isHere={isAt(place.path, path)} isSettled={isSettled} />
            ))}
        </div>
      ))}
    </nav>
  );
}

type PlaceLinkProps = { place: Place; isHere: boolean; isSettled: boolean };

function PlaceLink({ place, isHere, isSettled }: PlaceLinkProps) {
  const { path, title, letter, Icon, Badge } = place;
  return (
    <Tooltip content={title} keys={`g ${letter}`} side="right">
      <Link href={path} prefetch={isSettled} aria-current={isHere ? 'page' : undefined} className="place">
        <Icon aria-hidden size={16} className="shrink-0" />
        <span className="narrow:sr-only">{title}</span>
        {Badge !== undefined && (
          <Suspense>
            <Badge />
          </Suspense>
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
