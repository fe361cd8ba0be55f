'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { useOrder } from '#components/api/use-order.ts';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { type Act, isUndone, questionOf } from './act.ts';

// Most visits to a screen change nothing: the dialog comes when it is asked for.
const ActDialog = dynamic(() => import('./act-dialog.tsx').then((module) => module.ActDialog), { ssr: false });

export type Acting<Thing> = {
  /** Does it, or asks first. */
  start: (act: Act<Thing>) => void;
  /** The act that is under way, by its key. */
  busy: string | undefined;
  /** The question, while there is one; it stands wherever the buttons stand. */
  question: ReactNode;
};

/** Does acts to a thing. What is asked stands as it was asked, whatever the thing becomes meanwhile. */
export function useAct<Thing>(thing: Thing): Acting<Thing> {
  const [asked, setAsked] = useState<{ act: Act<Thing>; thing: Thing; refusal?: string }>();
  const [doing, setDoing] = useState<string>();
  const { run, isBusy } = useOrder();
  const say = useToast();
  const takeBack = async (act: Act<Thing>, what: Thing) => {
    if (act.back.kind !== 'undo') return;
    const told = await run(act.back.call(what));
    if (told.ok) say({ words: act.back.done, kind: 'done' });
    else say({ words: `${act.back.failed} ${told.sentence}`, kind: 'failed' });
  };
  const perform = async (act: Act<Thing>, what: Thing, reason: string | undefined) => {
    setDoing(act.key);
    const told = await run(act.call(what, reason));
    setDoing(undefined);
    if (told.ok && act.done !== undefined) {
      const undo = isUndone(act, what) ? { action: { word: 'Undo', act: () => void takeBack(act, what) } } : {};
      const { link } = told.data;
      say({ words: act.done(what), kind: 'done', ...undo, ...(link !== undefined && { link }) });
    }
    return told;
  };
  const start = async (act: Act<Thing>) => {
    if (questionOf(act, thing) !== undefined) return setAsked({ act, thing });
    const told = await perform(act, thing, undefined);
    if (!told.ok) say({ words: told.sentence, kind: 'failed' });
  };
  const confirm = async (reason: string | undefined) => {
    if (asked === undefined) return;
    const { act, thing: what } = asked;
    const told = await perform(act, what, reason);
    // Who has closed the question by then is not asked again.
    setAsked((now) => (told.ok || now === undefined ? undefined : { ...now, refusal: told.sentence }));
  };
  const question = asked === undefined ? undefined : questionOf(asked.act, asked.thing);
  return {
    start: (act) => void start(act),
    busy: doing,
    question: question !== undefined && asked !== undefined && (
      <ActDialog
        question={{ ...question, title: question.title(asked.thing), says: question.says(asked.thing) }}
        isBusy={isBusy}
        refusal={asked.refusal}
        onConfirm={(reason) => void confirm(reason)}
        onClose={() => setAsked(undefined)}
      />
    ),
  };
}
