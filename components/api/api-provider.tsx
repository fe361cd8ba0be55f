'use client';

import { type ReactNode, useEffectEvent, useState } from 'react';
import { Client, Provider } from 'urql';
import { useTenant } from '#components/address/tenant-context.tsx';
import { exchanges } from './exchanges.ts';
import { faultOf } from './fault.ts';
import { goToSignIn } from './sign-in-again.ts';
import { tenantHeaders } from './tenant-header.ts';

type Parts = { children: ReactNode; onTenantGone?: () => void };

/**
 * Gives everything below the GraphQL API of this console, about the tenant of the address. The client belongs to that
 * tenant for good: for another one there has to be another provider.
 */
export function ApiProvider({ children, onTenantGone }: Parts) {
  const tenant = useTenant();
  const leave = useEffectEvent(() => onTenantGone?.());
  const [client] = useState(() => connect(tenant, () => leave()));
  return <Provider value={client}>{children}</Provider>;
}

function connect(tenant: string | undefined, onTenantGone: () => void): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { headers: tenantHeaders(tenant) },
    requestPolicy: 'network-only',
    exchanges: exchanges((error) => {
      const { isSignedOut, isTenantGone } = faultOf(error);
      if (isSignedOut) goToSignIn();
      if (isTenantGone) onTenantGone();
    }),
  });
}
