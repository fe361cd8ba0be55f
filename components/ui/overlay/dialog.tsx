'use client';

import dynamic from 'next/dynamic';
import type { DialogProps } from './dialog-window.tsx';

// No screen begins with a dialog, so none waits for the code of one.
const DialogWindow = dynamic(() => import('./dialog-window.tsx').then(({ DialogWindow }) => DialogWindow), {
  ssr: false,
});

/** A question in front of the screen. Render it to open it: `{isOpen && <Dialog …/>}`. */
export function Dialog(props: DialogProps) {
  return <DialogWindow {...props} />;
}
