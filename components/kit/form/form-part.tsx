import type { ReactNode } from 'react';

/** A part of a long form, with a heading of its own. */
export function FormPart({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="panel">
      <div className="flex min-h-9 items-center justify-between gap-3 border-b border-line px-3">
        <h2 className="font-semibold">{title}</h2>
        {aside}
      </div>
      <div className="flex flex-col gap-4 p-3">{children}</div>
    </section>
  );
}
