'use client';

import { useEffect, useMemo, useState } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import { type Fault, faultOf } from '#components/api/fault.ts';
import { DryRunWorkflowDocument, type DryRunWorkflowQuery } from '#components/generated/editor.ts';
import { variablesSchema } from '#components/kit/form/schema/variables-schema.ts';
import type { Sketch } from '#components/nouns/workflow/editor/model/sketch.ts';
import { variablesAtFirst } from '#components/nouns/workflow/start/start-form.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { askedOf, noSamples, type Samples } from './samples.ts';

export type DryRun = DryRunWorkflowQuery['dryRunWorkflow'];

export type DryRunView = {
  /** What the last question was answered with; undefined before the first answer. */
  found: DryRun | undefined;
  /** True while what is shown was not asked yet. */
  isAsking: boolean;
  fault: Fault | undefined;
  again: () => void;
  samples: Samples;
  pretend: (samples: Samples) => void;
  /** The variables of the definition, and what their form begins with. */
  schema: JsonObject;
  variables: string;
};

type Asked = { text: string; sketch: Sketch | undefined; isOpen: boolean };

// A pause in typing, short enough to feel at once.
const pauseMs = 300;

/** Asks what a run of the text would do with what is pretended, for as long as somebody looks. */
export function useDryRun({ text, sketch, isOpen }: Asked): DryRunView {
  const api = useApi();
  const [samples, pretend] = useState(noSamples);
  const [tries, setTries] = useState(0);
  const [state, setState] = useState<{ asked: string | undefined; found: DryRun | undefined; fault?: Fault }>({
    asked: undefined,
    found: undefined,
  });
  const schema = useMemo(() => variablesSchema(sketch?.definition), [sketch]);
  const atFirst = useMemo(() => variablesAtFirst(schema), [schema]);
  const input = askedOf(samples, { atFirst, has: (stepKey) => sketch?.steps.has(stepKey) === true });
  const isAsked = isOpen && input !== undefined && text.trim() !== '';
  const asked = isAsked ? JSON.stringify({ yaml: text, ...input }) : undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks the same again
  useEffect(() => {
    if (asked === undefined) return;
    let isCurrent = true;
    const ask = async () => {
      const { data, error } = await api(DryRunWorkflowDocument, { input: JSON.parse(asked) });
      if (!isCurrent) return;
      if (error === undefined) setState({ asked, found: data?.dryRunWorkflow });
      else setState((now) => ({ ...now, asked, fault: faultOf(error) }));
    };
    const timer = setTimeout(() => void ask(), pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [api, asked, tries]);

  return {
    found: state.found,
    isAsking: asked !== undefined && state.asked !== asked,
    fault: state.asked === asked ? state.fault : undefined,
    again: () => setTries((count) => count + 1),
    samples,
    pretend,
    schema,
    variables: samples.variables ?? atFirst,
  };
}
