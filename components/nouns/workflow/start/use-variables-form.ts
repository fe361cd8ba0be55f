'use client';

import { useState } from 'react';
import type { UserError } from '#components/api/use-command.ts';
import type { JsonObject } from '#domain/value/json.ts';
import { placeRefusals, readForm, type StartField, type Typed } from './start-form.ts';

export type VariablesForm = {
  fields: readonly StartField[];
  typed: Typed;
  problems: Readonly<Record<string, string>>;
  /** What is wrong with the form as a whole. */
  refusal: string | undefined;
  type: (name: string, text: string) => void;
  /** The variables as typed; undefined when a field needs another look, which then says why. */
  read: () => JsonObject | undefined;
  /** Shows what the API refused. */
  refuse: (refusals: readonly UserError[]) => void;
};

/** The variables of a run while they are being typed. */
export function useVariablesForm(fields: readonly StartField[], first: () => Typed): VariablesForm {
  const [typed, setTyped] = useState(first);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [rest, setRest] = useState<readonly string[]>([]);
  return {
    fields,
    typed,
    problems,
    refusal: rest.length === 0 ? undefined : rest.join('. '),
    type: (name, text) => {
      setTyped((now) => ({ ...now, [name]: text }));
      setProblems(({ [name]: _, ...others }) => others);
    },
    read: () => {
      const form = readForm(fields, typed);
      setProblems(form.ok ? {} : form.problems);
      setRest([]);
      return form.ok ? form.variables : undefined;
    },
    refuse: (refusals) => {
      const placed = placeRefusals(refusals, fields);
      setProblems(placed.byField);
      setRest(placed.rest);
    },
  };
}
