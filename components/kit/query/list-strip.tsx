import type { ReactNode } from 'react';
import { KeyHint } from '#components/ui/key-hint.tsx';

type StripProps = { keys: readonly (readonly [keys: string, words: string])[]; children?: ReactNode };

/** The line below a list: what is selected and what can be done with it, or the keys that help. It keeps its height. */
export function ListStrip({ keys, children }: StripProps) {
  return (
    <section
      aria-label="Selection"
      className="flex h-11 shrink-0 items-center gap-2 overflow-x-auto [scrollbar-width:none] border-t border-line px-3 whitespace-nowrap"
    >
      {children || (
        <span className="flex items-center gap-4 text-small text-quiet">
          {keys.map(([key, words]) => (
            <span key={key} className="flex items-center gap-1.5">
              <KeyHint keys={key} /> {words}
            </span>
          ))}
        </span>
      )}
    </section>
  );
}
