'use client';

import { useState } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { ConfirmDialog } from '#components/ui/overlay/confirm-dialog.tsx';

type Parts = {
  /** The button: `Start over`. */
  word: string;
  /** What stands there afterwards. */
  instead: string;
  isDisabled: boolean;
  discard: () => void;
};

/** Gives up what was written, which is kept nowhere else, and so asks first. */
export function DiscardButton({ word, instead, isDisabled, discard }: Parts) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button disabled={isDisabled} onClick={() => setIsAsking(true)}>
        {word}
      </Button>
      {isAsking && (
        <ConfirmDialog
          isDanger
          title={`${word}?`}
          verb="Discard my text"
          onConfirm={() => {
            setIsAsking(false);
            discard();
          }}
          onClose={() => setIsAsking(false)}
        >
          <p>What you have written here is kept nowhere else. {instead} takes its place.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
