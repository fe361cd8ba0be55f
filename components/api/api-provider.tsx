'use client';

import { type ReactNode, useState } from 'react';
import { Client, Provider } from 'urql';
import { chosenTenant, forgetTenant } from './chosen-tenant.ts';
import { exchanges } from './exchanges.ts';
import { faultOf } from './fault.ts';
import { goToSignIn } from './sign-in-again.ts';

/** Gives everything below the GraphQL API of this console. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const [client] = useState(connect);
  return <Provider value={client}>{children}</Provider>;
}

function connect(): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: () => {
      const tenant = chosenTenant();
      return tenant === undefined ? {} : { headers: { 'taskflow-tenant': tenant } };
    },
    requestPolicy: 'network-only',
    exchanges: exchanges((error) => {
      const { isSignedOut, isTenantGone } = faultOf(error);
      if (isSignedOut) goToSignIn();
      if (isTenantGone) leaveTenant();
    }),
  });
}

// Without a choice there is nothing to leave, and a page that loads itself again and again helps nobody.
function leaveTenant(): void {
  if (chosenTenant() === undefined) return;
  forgetTenant();
  window.location.assign('/');
}
