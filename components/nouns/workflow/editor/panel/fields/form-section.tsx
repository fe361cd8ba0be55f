'use client';

import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';

type Parts = { title: string; isOpen: boolean; children: ReactNode };

/** A part of the form that can be folded. It begins open where there is something in it. */
export function FormSection({ title, isOpen, children }: Parts) {
  const [fold, setFold] = useState<boolean>();
  return (
    <details
      className="group border-t border-line"
      open={fold ?? isOpen}
      onToggle={(event) => setFold(event.currentTarget.open)}
    >
      <summary className="flex min-h-9 items-center gap-1.5 px-3 font-medium hover:bg-raised">
        <ChevronRight aria-hidden size={14} className="text-quiet group-open:rotate-90" />
        {title}
      </summary>
      <div className="flex flex-col gap-3 px-3 pt-1 pb-3">{children}</div>
    </details>
  );
}
