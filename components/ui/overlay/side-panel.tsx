'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { useKeys } from '#components/ui/keyboard/use-keys.ts';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';

type SidePanelProps = {
  /** What is looked at: its name for a screen reader. */
  label: string;
  title: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  onClose: () => void;
  /** Beside the rest, which becomes narrower, instead of over its right edge. */
  isInline?: boolean;
  children: ReactNode;
};

/** A look at something without leaving the list. The list stays in use; Esc closes. */
export function SidePanel({ label, title, actions, onClose, isInline = false, children }: SidePanelProps) {
  useKeys('Side panel', [{ keys: 'Escape', words: 'Close', act: onClose }]);
  return (
    <aside
      aria-label={label}
      className={
        isInline
          ? 'panel flex min-h-0 w-[26rem] max-w-[45%] shrink-0 flex-col'
          : 'fixed top-12 right-0 bottom-0 z-30 flex w-[34rem] max-w-[calc(100vw-3rem)] flex-col border-l border-line bg-surface shadow-float'
      }
    >
      <header className="flex min-h-11 items-center gap-2 border-b border-line px-3">
        <h2 className="-ml-1 min-w-0 flex-1 truncate pl-1 font-semibold">{title}</h2>
        {actions}
        <IconButton isSmall label="Close" keys="Escape" Icon={X} onClick={onClose} />
      </header>
      <ScrollBox className="min-h-0 flex-1 overflow-y-auto">{children}</ScrollBox>
    </aside>
  );
}
