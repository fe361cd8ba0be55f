'use client';

import { usePageActions } from '#components/kit/page/page-actions.ts';
import { useViewer } from '#components/kit/viewer/use-viewer.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { type Act, questionOf } from './act.ts';
import { useAct } from './use-act.tsx';

type ButtonsProps<Thing> = {
  acts: readonly Act<Thing>[];
  thing: Thing;
  isSmall?: boolean;
  /** What the command palette calls the thing, where the words of the buttons leave that to the screen. */
  ofWhat?: string;
  /** What a screen reader hears beside the word of a button; nothing where the screen says it. */
  nameOf?: (thing: Thing) => string;
};

/** A button for each act that makes sense now and that the viewer may do; the command palette offers them, too. */
export function ActButtons<Thing>({ acts, thing, isSmall = false, ofWhat, nameOf }: ButtonsProps<Thing>) {
  const permissions = useViewer().viewer?.permissions ?? [];
  const { start, busy, question } = useAct(thing);
  const shown = acts.filter((act) => permissions.includes(act.permission) && act.fits(thing));
  usePageActions(
    shown.map((act) => ({
      word: `${act.word}${ofWhat === undefined ? '' : ` ${ofWhat}`}${questionOf(act, thing) === undefined ? '' : ' …'}`,
      act: () => start(act),
      ...(act.Icon !== undefined && { Icon: act.Icon }),
    })),
  );
  return (
    <>
      {shown.map((act) => (
        <Button
          key={act.key}
          isSmall={isSmall}
          {...(act.isPrimary === true && { kind: 'primary' as const })}
          {...(act.Icon !== undefined && { Icon: act.Icon })}
          {...(nameOf !== undefined && { 'aria-label': `${act.word} ${nameOf(thing)}` })}
          isBusy={busy === act.key}
          onClick={() => start(act)}
        >
          {act.word}
        </Button>
      ))}
      {question}
    </>
  );
}
