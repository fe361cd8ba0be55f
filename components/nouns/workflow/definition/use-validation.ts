'use client';

import { useEffect, useState } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import { type Fault, faultOf } from '#components/api/fault.ts';
import { ValidateWorkflowDocument, type ValidateWorkflowQuery } from '#components/generated/editor.ts';

export type Validation = ValidateWorkflowQuery['validateWorkflow'];
export type DefinitionProblem = Validation['problems'][number];

export type ValidationView = {
  /** What the last check found; undefined before the first one. */
  found: Validation | undefined;
  /** True while the text shown has not been checked yet. */
  isChecking: boolean;
  fault: Fault | undefined;
  check: () => void;
};

// A pause in typing, short enough to feel at once.
const pauseMs = 300;

/** Has the API check a text whenever typing pauses. Nothing is stored; undefined is not checked. */
export function useValidation(text: string | undefined): ValidationView {
  const api = useApi();
  const [tries, setTries] = useState(0);
  const [state, setState] = useState<{ text: string | undefined; found: Validation | undefined; fault?: Fault }>({
    text: undefined,
    found: undefined,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks about the same text again
  useEffect(() => {
    if (text === undefined) return;
    let isCurrent = true;
    const check = async () => {
      // An empty text would count as no text at all.
      const input = { yaml: text.trim() === '' ? '\n' : text };
      const { data, error } = await api(ValidateWorkflowDocument, { input });
      if (!isCurrent) return;
      if (error === undefined) setState({ text, found: data?.validateWorkflow });
      else setState((now) => ({ ...now, text, fault: faultOf(error) }));
    };
    const timer = setTimeout(() => void check(), pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [api, text, tries]);

  return {
    found: state.found,
    isChecking: state.text !== text,
    fault: state.text === text ? state.fault : undefined,
    check: () => setTries((count) => count + 1),
  };
}
