import type { ReactNode } from 'react';

type Parts = { title: string; mark?: ReactNode; trail?: ReactNode; actions?: ReactNode; children: ReactNode };

/** One screen: its heading with state and actions, and what it shows. */
export function Page({ title, mark, trail, actions, children }: Parts) {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-3 p-4">
      <header className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          {trail}
          <h1 className="min-w-0 break-words text-[1.3rem] font-semibold leading-tight">{title}</h1>
          {mark}
        </div>
        <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>
      </header>
      {children}
    </div>
  );
}

/** A part of a screen with a heading of its own. */
export function Panel({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="panel">
      <header className="flex min-h-9 items-center justify-between gap-3 border-b border-line px-3">
        <h2 className="font-semibold">{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
