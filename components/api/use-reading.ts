'use client';

import { useEffect, useEffectEvent, useRef } from 'react';
import { type AnyVariables, createRequest, type TypedDocumentNode, useQuery } from 'urql';
import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';
import { useAnotherTry } from '#components/live/refresh/use-another-try.ts';
import { listenToActs } from './acts.ts';
import { type Fault, faultOf } from './fault.ts';
import { ownAnswer } from './own-answer.ts';

type Question<Data, Variables> = {
  query: TypedDocumentNode<Data, Variables>;
  variables: Variables;
  /** True while something is missing that the question needs. */
  pause?: boolean;
  /** Whether what was shown for other variables stays until the answer is there: for charts and counts, never for acts. */
  keepsShown?: boolean;
};

/** What was read, or why it could not be; both when it is shown but could not be read again. */
export type Answer<Data> = {
  data: Data | undefined;
  fault: Fault | undefined;
  /** True while `data` answers what was asked before. */
  isBehind: boolean;
  reload: () => void;
};

/** A query as a panel needs it. */
export function useReading<Data, Variables extends AnyVariables>(question: Question<Data, Variables>): Answer<Data> {
  const { query, variables, pause = false, keepsShown = false } = question;
  // The server renders the frame only: it has not the reader's session.
  const isBrowser = useIsBrowser();
  const isPaused = pause || !isBrowser;
  const [told, execute] = useQuery<Data, AnyVariables>({ query, variables, pause: isPaused });
  const { data, error, isBehind } = ownAnswer(told, { key: createRequest(query, variables).key, keepsShown });
  const reload = useReload(execute, told.fetching);
  const reloadAfterAct = useEffectEvent(() => isPaused || reload());
  useEffect(() => listenToActs(reloadAfterAct), []);
  const fault = error === undefined ? undefined : faultOf(error);
  // What is shown has grown old; a person is asked only where nothing is shown.
  useAnotherTry(data === undefined || fault?.isSignedOut === true ? undefined : error, reload);
  return { data, fault, isBehind, reload };
}

// Asking anew cuts off what is being asked. Where news come faster than answers, none would ever arrive: what is asked
// for meanwhile waits for the answer and is then asked once.
function useReload(execute: () => void, isAsking: boolean): () => void {
  const isDue = useRef(false);
  // Whoever was handed an earlier `reload` must not be told of an earlier moment.
  const isUnderWay = useRef(false);
  const ask = useEffectEvent(execute);
  useEffect(() => {
    isUnderWay.current = isAsking;
    if (isAsking || !isDue.current) return;
    isDue.current = false;
    ask();
  }, [isAsking]);
  return () => {
    if (isUnderWay.current) isDue.current = true;
    else execute();
  };
}
