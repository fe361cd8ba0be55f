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

/** The heads of its columns; `width` are the classes that set it. */
export function TableHeads({ heads }: { heads: readonly { word: string; width: string }[] }) {
  return (
    <thead>
      <tr>
        {heads.map(({ word, width }) => (
          <th key={word} scope="col" className={width}>
            {word}
          </th>
        ))}
      </tr>
    </thead>
  );
}
