'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';
import { useAnotherTry } from '#components/live/refresh/use-another-try.ts';
import { listenToActs } from './acts.ts';
import { useApi } from './api-provider.tsx';
import type { ApiError } from './client.ts';
import type { AnyVariables, ApiDocument } from './document.ts';
import { type Fault, faultOf } from './fault.ts';
import { ownAnswer, type Told, withAnswer } from './own-answer.ts';
import { useRereading } from './use-rereading.ts';

type Question<Data, Variables> = {
  query: ApiDocument<Data, Variables>;
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
  /** When `data` was read, by the reader's clock; undefined while nothing is shown. */
  readAtMs: number | undefined;
  /** True while `data` answers what was asked before. */
  isBehind: boolean;
  reload: () => void;
};

/** A query as a panel needs it. */
export function useReading<Data, Variables extends AnyVariables>(question: Question<Data, Variables>): Answer<Data> {
  const { query, variables, pause = false, keepsShown = false } = question;
  const api = useApi();
  // The server renders the frame only: it has not the reader's session.
  const isBrowser = useIsBrowser();
  const isPaused = pause || !isBrowser;
  const key = JSON.stringify(variables) + query;
  const [told, setTold] = useState<Told<Data, ApiError>>({});
  // Where news come faster than answers, none would ever arrive if each cut off the one before.
  const reload = useRereading({
    key: isPaused ? undefined : key,
    read: (signal) => api(query, variables, signal),
    take: (answer) => setTold((now) => withAnswer(now, { key, atMs: Date.now(), ...answer })),
  });
  const { data, error, isBehind } = ownAnswer(told, { key, keepsShown });
  const reloadAfterAct = useEffectEvent(() => isPaused || reload());
  useEffect(() => listenToActs(reloadAfterAct), []);
  const fault = error === undefined ? undefined : faultOf(error);
  // What is shown has grown old; a person is asked only where nothing is shown.
  useAnotherTry(data === undefined || fault?.isSignedOut === true ? undefined : error, reload);
  return { data, fault, readAtMs: data === undefined ? undefined : told.atMs, isBehind, reload };
}
