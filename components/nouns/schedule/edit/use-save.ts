'use client';

import type { AnyVariables, TypedDocumentNode } from 'urql';
import { type Command, type Payload, useCommand } from '#components/api/use-command.ts';
import { type FormProblems, placeRefusals } from '#components/nouns/schedule/builder/schedule-form.ts';

export type Save<Data, Variables> = Pick<Command<Data, Variables>, 'run' | 'isBusy' | 'refusal'> & {
  problems: FormProblems;
};

/** A mutation behind a form: every refusal goes to the field that its path names. */
export function useSave<Data extends Record<string, unknown>, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => Payload,
): Save<Data, Variables> {
  const { run, isBusy, fault, userErrors } = useCommand(document, payloadOf);
  const { problems, others } = placeRefusals(userErrors);
  const hasProblems = Object.keys(problems).length > 0 ? 'Some fields need another look.' : undefined;
  return { run, isBusy, problems, refusal: fault ?? (others.length > 0 ? others.join(' ') : hasProblems) };
}
