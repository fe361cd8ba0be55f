'use client';

import { useSearchParams } from 'next/navigation';
import { createContext, type ReactNode, use, useState } from 'react';
import { useUrl } from '#components/address/use-url.ts';
import { preferenceChoices, usePreference } from '#components/kit/kept/preferences.ts';
import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';

export type ZoneKind = 'viewer' | 'tenant' | 'utc';

export type Zone = {
  kind: ZoneKind;
  /** An IANA name: what Intl and the API take. */
  timeZone: string;
  /** All three, for a preview side by side. */
  zones: Record<ZoneKind, string>;
};

const utc: Zone = { kind: 'utc', timeZone: 'UTC', zones: { viewer: 'UTC', tenant: 'UTC', utc: 'UTC' } };

const ZoneContext = createContext<Zone>(utc);

/** Whose clock is shown below: the address says it (`?tz=utc`), else the reader's choice, else their own. */
export function ZoneProvider({ tenantZone, children }: { tenantZone: string | undefined; children: ReactNode }) {
  const asked = useSearchParams().get('tz');
  const [chosen] = usePreference('zone');
  const isBrowser = useIsBrowser();
  const [ownZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const kind = preferenceChoices('zone').find((one) => one === asked) ?? chosen;
  // The server knows nobody's clock.
  const viewer = isBrowser ? ownZone : 'UTC';
  const zones = { viewer, tenant: tenantZone ?? 'UTC', utc: 'UTC' };
  return <ZoneContext value={{ kind, timeZone: zones[kind], zones }}>{children}</ZoneContext>;
}

/** The zone in which instants are shown. */
export function useZone(): Zone {
  return use(ZoneContext);
}

/** Changes the zone for this browser, and for the address if it names one. */
export function useChangeZone(): (kind: ZoneKind) => void {
  const [, choose] = usePreference('zone');
  const { search, change } = useUrl();
  return (kind) => {
    choose(kind);
    if (search.has('tz')) change({ tz: kind });
  };
}
