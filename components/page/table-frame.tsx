import type { ReactNode } from 'react';

/** A table that scrolls sideways in a window too narrow for it. */
export function TableFrame({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div tabIndex={0} className="overflow-x-auto">
      <table className="table-plain" aria-label={label}>
        {children}
      </table>
    </div>
  );
}
