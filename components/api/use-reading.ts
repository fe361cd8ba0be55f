'use client';

import { type AnyVariables, type RequestPolicy, type TypedDocumentNode, useQuery } from 'urql';
import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';
import { useAnotherTry } from '#components/live/use-another-try.ts';
import { type Fault, faultOf } from './fault.ts';

type Question<Data, Variables> = {
  query: TypedDocumentNode<Data, Variables>;
  variables: Variables;
  /** True while something is missing that the question needs. */
  pause?: boolean;
  requestPolicy?: RequestPolicy;
};

/** What was read, or why it could not be; both when it is shown but could not be read again. */
export type Answer<Data> = { data: Data | undefined; fault: Fault | undefined; reload: () => void };

/** A query as a panel needs it. */
export function useReading<Data, Variables extends AnyVariables>(question: Question<Data, Variables>): Answer<Data> {
  const { query, variables, pause = false, requestPolicy } = question;
  // The server renders the frame only: it has not the reader's session.
  const isBrowser = useIsBrowser();
  const settings = requestPolicy === undefined ? {} : { requestPolicy };
  const [{ data, error }, execute] = useQuery<Data, AnyVariables>({
    query,
    variables,
    pause: pause || !isBrowser,
    ...settings,
  });
  const reload = () => execute({ requestPolicy: 'network-only' });
  const fault = error === undefined ? undefined : faultOf(error);
  // What is shown has grown old; a person is asked only where nothing is shown.
  useAnotherTry(data === undefined || data === null || fault?.isSignedOut === true ? undefined : error, reload);
  return {
    // An answer of nothing but errors has null here, whatever the type says.
    data: data ?? undefined,
    fault,
    reload,
  };
}
