'use client';

import { Sentence } from '#components/time/sentence.tsx';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';
import type { Question } from './act.ts';

type DialogProps = {
  question: Pick<Question<never>, 'verb' | 'isDanger' | 'reason'> & { title: string; says: readonly string[] };
  isBusy: boolean;
  refusal: string | undefined;
  onConfirm: (reason: string | undefined) => void;
  onClose: () => void;
};

/** What an act asks before it is done. */
export function ActDialog({ question: { title, verb, isDanger = false, reason, says }, ...rest }: DialogProps) {
  return (
    <ConfirmDialog {...rest} title={title} verb={verb} isDanger={isDanger} reason={reason}>
      {says.map((paragraph, place) => (
        <p key={paragraph} className={place === 0 ? undefined : 'text-quiet'}>
          <Sentence text={paragraph} />
        </p>
      ))}
    </ConfirmDialog>
  );
}
