'use client';

import { createContext, type ReactNode, use, useEffectEvent, useState } from 'react';
import { useTenant } from '#components/address/tenant-context.tsx';
import { type ApiClient, type ApiError, apiClient } from './client.ts';
import { faultOf } from './fault.ts';
import { goToSignIn } from './sign-in-again.ts';
import { tenantHeaders } from './tenant-header.ts';

type Parts = { children: ReactNode; onTenantGone?: () => void };

const ApiContext = createContext<ApiClient | null>(null);

/**
 * Gives everything below the GraphQL API of this console, about the tenant of the address. The client belongs to that
 * tenant for good: for another one there has to be another provider.
 */
export function ApiProvider({ children, onTenantGone }: Parts) {
  const tenant = useTenant();
  const leave = useEffectEvent(() => onTenantGone?.());
  const [client] = useState(() => connect(tenant, () => leave()));
  return <ApiContext value={client}>{children}</ApiContext>;
}

/** The way to the API. */
export function useApi(): ApiClient {
  const client = use(ApiContext);
  if (client === null) throw new Error('useApi stands outside ApiProvider');
  return client;
}

function connect(tenant: string | undefined, onTenantGone: () => void): ApiClient {
  const onError = (error: ApiError) => {
    const { isSignedOut, isTenantGone } = faultOf(error);
    if (isSignedOut) goToSignIn();
    if (isTenantGone) onTenantGone();
  };
  return apiClient({ headers: tenantHeaders(tenant), onError });
}
