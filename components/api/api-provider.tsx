'use client';

import { type ReactNode, useState } from 'react';
import { Client, cacheExchange, fetchExchange, mapExchange, Provider } from 'urql';
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
    // A page seen before is there at once and is read afresh behind the reader's back.
    requestPolicy: 'cache-and-network',
    exchanges: [
      cacheExchange,
      mapExchange({
        onError: (error) => {
          if (faultOf(error).isSignedOut) goToSignIn();
        },
      }),
      fetchExchange,
    ],
  });
}
