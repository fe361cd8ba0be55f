'use client';

import { type FormEvent, useState } from 'react';
import { useIsBrowser } from '#components/kit/page/use-is-browser.ts';
import type { Told } from './link-door.ts';

export type DoorForm = {
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  isBusy: boolean;
  /** False until the scripts of the page run: before, the browser would send the form by itself. */
  isAwake: boolean;
  problemOf: (field: string) => string | undefined;
  /** What was refused and belongs to none of these fields. */
  refusalBeside: (fields: readonly string[]) => string | undefined;
};

/** A form in front of a door: sends its texts, says what was refused, and leaves for where it leads when it was done. */
export function useDoorForm(
  send: (fields: Record<string, string>) => Promise<Told>,
  onDone: (told: Extract<Told, { ok: true }>) => void,
): DoorForm {
  const isAwake = useIsBrowser();
  const [isBusy, setIsBusy] = useState(false);
  const [refused, setRefused] = useState<Extract<Told, { ok: false }>>();
  const submit = async (form: HTMLFormElement) => {
    const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    setIsBusy(true);
    setRefused(undefined);
    const told = await send(fields);
    if (told.ok) return onDone(told);
    setRefused(told);
    setIsBusy(false);
  };
  return {
    isBusy,
    isAwake,
    onSubmit: (event) => {
      event.preventDefault();
      void submit(event.currentTarget);
    },
    problemOf: (field) => (refused?.field === field ? refused.sentence : undefined),
    refusalBeside: (fields) =>
      refused === undefined || (refused.field !== undefined && fields.includes(refused.field))
        ? undefined
        : refused.sentence,
  };
}
