'use client';

import { type FormEvent, type RefObject, useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import type { UserError } from '#components/api/told.ts';
import { fieldOf, firstFieldOf, focusField } from './field-focus.ts';
import {
  afterSending,
  beginForm,
  type Fields,
  type FormState,
  fieldNames,
  type InnerProblem,
  innerProblems,
  isDirty,
  type Problems,
  placeRefusals,
  problemsOf,
} from './form-state.ts';

export type FormRules<Field extends string, Values> = {
  initial: Values;
  fields: Fields<Field, Values>;
  /** What can be seen to be wrong without asking. */
  check: (values: Values) => Problems<Field>;
  /** Sends the values; hands back what was refused, nothing when they are kept. */
  send: (values: Values) => Promise<readonly UserError[]>;
};

/** What stands around the fields of a form, whatever they are. */
export type FormFrame = {
  attributes: {
    id: string;
    ref: RefObject<HTMLFormElement | null>;
    noValidate: true;
    onSubmit: (event: FormEvent) => void;
    onBlur: (event: { target: EventTarget }) => void;
  };
  isBusy: boolean;
  isDirty: boolean;
  fieldCount: number;
  /** The fields that keep it from being sent, once somebody has tried. */
  failed: readonly { field: string; label: string; problem: string }[];
  /** What was refused and belongs to no field. */
  refusal: string | undefined;
  focus: (field: string) => void;
};

export type Form<Field extends string, Values> = FormFrame & {
  values: Values;
  problems: Problems<Field>;
  wasTried: boolean;
  change: (part: Partial<Values>) => void;
  reset: () => void;
  /** What a control is given beside its value: where a problem finds it, and the problem. */
  field: (name: Field) => { field: Field; problem: string | undefined };
  /** What was refused about parts of what a field holds. */
  inner: (name: Field) => readonly InnerProblem[];
};

/** A form: its values, the problems at its fields, and one sending at a time. */
export function useForm<Field extends string, Values>(rules: FormRules<Field, Values>): Form<Field, Values> {
  const { fields, check } = rules;
  const [state, setState] = useState(() => beginForm<Field, Values>(rules.initial));
  const [isBusy, setIsBusy] = useState(false);
  const { host, failOnce } = useFailureFocus();
  const isSending = useRef(false);
  const problems = problemsOf(state, check(state.values), fields);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // Two presses may come before anything is drawn again.
    if (isSending.current) return;
    setState((now) => ({ ...now, wasTried: true, refused: undefined }));
    if (Object.keys(check(state.values)).length > 0) return failOnce();
    isSending.current = true;
    setIsBusy(true);
    const settled = (await Promise.allSettled([rules.send(state.values)]))[0];
    isSending.current = false;
    setIsBusy(false);
    if (settled.status === 'rejected') throw settled.reason;
    const refused = { ...placeRefusals(settled.value, fields), values: state.values };
    setState((now) => (settled.value.length === 0 ? afterSending(now) : { ...now, refused }));
    if (settled.value.length > 0) failOnce();
  };
  const touch = ({ target }: { target: EventTarget }) => {
    const name = fieldNames(fields).find((one) => one === fieldOf(target));
    if (name !== undefined) setState((now) => touched(now, name));
  };
  return {
    attributes: { id: useId(), ref: host, noValidate: true, onSubmit: (event) => void submit(event), onBlur: touch },
    isBusy,
    isDirty: isDirty(state),
    fieldCount: fieldNames(fields).length,
    failed: state.wasTried ? failedFields(problems, fields) : [],
    refusal: state.refused === undefined ? undefined : state.refused.others.join(' ') || undefined,
    focus: (field) => focusField(host.current, field),
    values: state.values,
    problems,
    wasTried: state.wasTried,
    change: (part) => setState((now) => ({ ...now, values: { ...now.values, ...part } })),
    reset: () => setState((now) => beginForm(now.initial)),
    field: (name) => ({ field: name, problem: problems[name] }),
    inner: (name) => innerProblems(state, name, fields),
  };
}

/** Leads to the first field with a problem each time that a try has failed. */
function useFailureFocus() {
  const host = useRef<HTMLFormElement>(null);
  const [failures, setFailures] = useState(0);
  const lead = useEffectEvent(() => {
    const first = firstFieldOf(host.current);
    if (first !== undefined) focusField(host.current, first);
  });
  useEffect(() => {
    if (failures > 0) lead();
  }, [failures]);
  return { host, failOnce: () => setFailures((count) => count + 1) };
}

function touched<Field extends string, Values>(state: FormState<Field, Values>, name: Field): FormState<Field, Values> {
  if (state.touched.has(name) || !isDirty(state)) return state;
  return { ...state, touched: new Set([...state.touched, name]) };
}

function failedFields<Field extends string, Values>(problems: Problems<Field>, fields: Fields<Field, Values>) {
  return fieldNames(fields).flatMap((field) => {
    const problem = problems[field];
    return problem === undefined ? [] : [{ field, label: fields[field].label, problem }];
  });
}
