'use client';

import { useEffect, useRef, useState } from 'react';
import { useTenant } from '#components/address/tenant-context.tsx';
import { type Operation, readOperations, readVariables } from '#components/api-explorer/request/operations.ts';
import { readHistory, type SentRequest, withRequest } from '#components/api-explorer/request/request-history.ts';
import { type ApiAnswer, type ApiRequest, sendRequest } from '#components/api-explorer/request/send-request.ts';
import { type StreamView, useStream } from '#components/api-explorer/request/use-stream.ts';
import type { Verdict } from '#components/api-explorer/request/verdict.ts';
import { useOwnText } from '#components/kit/kept/use-own-text.ts';
import { useOwnWriting } from '#components/kit/kept/use-own-writing.ts';

/** What the right side shows. */
export type Outcome =
  | { kind: 'none' }
  | { kind: 'problem'; sentence: string }
  | { kind: 'asked' }
  | ApiAnswer
  | { kind: 'stream' };

export type Explorer = {
  query: string;
  setQuery: (text: string) => void;
  variables: string;
  setVariables: (text: string) => void;
  /** What can be run, as far as the text can be read. */
  operations: readonly Operation[];
  /** Runs one operation; the only one, or the first, when none is named. */
  run: (operationName?: string) => void;
  stop: () => void;
  outcome: Outcome;
  stream: StreamView;
  isRunning: boolean;
  history: readonly SentRequest[];
  forget: () => void;
  load: (request: { query: string; variables: string }) => void;
};

/** The request under work, what came back, and what was sent before. */
export function useExplorer(first: { query: string; variables: string }): Explorer {
  const tenant = useTenant();
  const [keptQuery, setQuery] = useOwnWriting('explorer query');
  const [keptVariables, setVariables] = useOwnWriting('explorer variables');
  const query = keptQuery ?? first.query;
  const variables = keptVariables ?? first.variables;
  const [kept, setKept] = useOwnText('explorer history', 'localStorage');
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const asked = useRef<AbortController>(undefined);
  const stream = useStream();
  const history = readHistory(kept);
  const read = readOperations(query);
  const operations = read.ok ? read.operations : [];
  useEffect(() => () => asked.current?.abort(), []);

  const remember = (verdict: Verdict) => {
    setKept(JSON.stringify(withRequest(history, { query, variables, atMs: Date.now(), verdict })));
  };
  const stop = () => {
    asked.current?.abort();
    stream.stop();
  };
  const send = async (request: ApiRequest) => {
    const controller = new AbortController();
    asked.current = controller;
    setOutcome({ kind: 'asked' });
    const answer = await sendRequest(request, controller.signal);
    if (asked.current !== controller) return;
    setOutcome(answer);
    if (answer.kind === 'answered') remember(answer.verdict);
  };
  const run = (operationName?: string) => {
    stop();
    const given = readVariables(variables);
    const operation = operations.find(({ name }) => name === operationName) ?? operations[0];
    const problem = !read.ok ? read.problem : given.ok ? undefined : given.problem;
    if (problem !== undefined || operation === undefined || !given.ok) {
      setOutcome({ kind: 'problem', sentence: problem ?? 'There is no operation to run.' });
      return;
    }
    const request = { tenant, query, variables: given.variables, operationName: operation.name };
    if (!operation.isStream) return void send(request);
    setOutcome({ kind: 'stream' });
    stream.start(request);
    remember('answered');
  };
  return {
    query,
    setQuery,
    variables,
    setVariables,
    operations,
    run,
    stop,
    outcome,
    stream,
    isRunning: outcome.kind === 'asked' || stream.state === 'opening' || stream.state === 'open',
    history,
    forget: () => setKept(undefined),
    load: (request) => {
      setQuery(request.query);
      setVariables(request.variables);
    },
  };
}
