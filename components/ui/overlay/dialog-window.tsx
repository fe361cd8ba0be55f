'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from '#components/ui/classes.ts';
import { useFocusReturn } from './use-focus-return.ts';

const widths = { small: 'w-[28rem]', medium: 'w-[38rem]', large: 'w-[60rem]', wide: 'w-[76rem]' };

export type DialogProps = {
  title: string;
  description?: ReactNode;
  /** Called by Esc, by a press outside and by the cross. The one who opened it has the focus again afterwards. */
  onClose: () => void;
  /** Buttons at the foot, the main one last. */
  actions?: ReactNode;
  width?: keyof typeof widths;
  /** An alertdialog must be answered: a press outside does not close it. */
  isAlert?: boolean;
  children?: ReactNode;
};

/** The window of a dialog. Screens render `Dialog`, which fetches it. */
export function DialogWindow({
  title,
  description,
  onClose,
  actions,
  width = 'medium',
  isAlert = false,
  children,
}: DialogProps) {
  const focusReturn = useFocusReturn();
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-veil" />
        <Radix.Content
          {...focusReturn}
          role={isAlert ? 'alertdialog' : 'dialog'}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          onPointerDownOutside={(event) => isAlert && event.preventDefault()}
          className={classes(
            'fixed left-1/2 z-50 flex max-w-[calc(100vw-2rem)] -translate-x-1/2 flex-col rounded-lg border border-line bg-surface shadow-float',
            widths[width],
            // What fills a window needs its height.
            width === 'wide' ? 'top-[5vh] max-h-[90vh]' : 'top-[12vh] max-h-[80vh]',
          )}
        >
          <header className="py-3 pr-12 pl-4">
            <div className="min-w-0">
              <Radix.Title className="text-lead font-semibold break-words">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description asChild>
                  <div className="mt-1 text-quiet">{description}</div>
                </Radix.Description>
              )}
            </div>
          </header>
          <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 pt-1 pb-4">{children}</div>
          {actions !== undefined && (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3">
              {actions}
            </footer>
          )}
          {/* Last, so that the focus begins at what is asked. */}
          <Radix.Close aria-label="Close" className="button button-quiet absolute top-2.5 right-2.5 h-7 w-7 px-0">
            <X aria-hidden size={15} />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
