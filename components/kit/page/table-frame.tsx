import type { ReactNode } from 'react';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';

/** A table that scrolls sideways in a window too narrow for it. */
export function TableFrame({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ScrollBox className="overflow-x-auto">
      <table className="table-plain" aria-label={label}>
        {children}
      </table>
    </ScrollBox>
  );
}
