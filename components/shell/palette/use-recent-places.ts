'use client';

import { useEffect, useEffectEvent } from 'react';
import { usePath } from '#components/address/tenant-context.tsx';
import { useOwner, useOwnText } from '#components/kit/kept/use-own-text.ts';
import { useNouns } from '#components/kit/noun/nouns-context.tsx';
import { placesIn, type RecentPlace, recentPlaceOf, withRecent } from './recent-places.ts';

const what = 'recent';

/** What the viewer has looked at lately in this tenant. */
export function useRecentPlaces(): readonly RecentPlace[] {
  const [kept] = useOwnText(what, 'localStorage');
  return placesIn(kept ?? '');
}

/** Notes what is looked at. */
export function useNotesRecent(): void {
  const path = usePath();
  const nouns = useNouns();
  const isKnown = useOwner() !== undefined;
  const [kept, keep] = useOwnText(what, 'localStorage');
  const note = useEffectEvent((place: RecentPlace) => keep(JSON.stringify(withRecent(placesIn(kept ?? ''), place))));
  // Once for each look: what signing out erases must not be noted again.
  useEffect(() => {
    const place = recentPlaceOf(nouns, path);
    if (isKnown && place !== undefined) note(place);
  }, [path, isKnown, nouns]);
}
