import './page.css';
import type { ReactNode } from 'react';
import { classes } from '#components/ui/classes.ts';

type Parts = {
  title: string;
  /** Its state, beside the title. */
  mark?: ReactNode;
  /** The way back up, before the title. */
  trail?: ReactNode;
  actions?: ReactNode;
  /** As high as the window: one part of it scrolls by itself, such as a table with `isFilled`. */
  isFilled?: boolean;
  children: ReactNode;
};

/** One screen: its heading with state and actions, and what it shows. */
export function Page({ title, mark, trail, actions, isFilled = false, children }: Parts) {
  return (
    <div
      className={classes(
        'flex min-w-0 flex-1 flex-col gap-3 p-4',
        isFilled && 'h-[calc(100dvh-3rem)] min-h-96 flex-none',
      )}
    >
      <header className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          {trail}
          <h1 className="min-w-0 break-words text-title font-semibold">{title}</h1>
          {mark}
        </div>
        <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>
      </header>
      {children}
    </div>
  );
}

type PanelParts = {
  title: string;
  aside?: ReactNode;
  /** Of when the figures are, once they have grown old: they are grey then. */
  age?: ReactNode;
  children: ReactNode;
};

/** A part of a screen with a heading of its own. */
export function Panel({ title, aside, age, children }: PanelParts) {
  return (
    <section aria-label={title} className={classes('panel', age !== undefined && 'stale')}>
      <header className="flex min-h-9 items-center justify-between gap-3 border-b border-line px-3">
        <span className="flex items-baseline gap-2">
          <h2 className="font-semibold">{title}</h2>
          {age}
        </span>
        {aside}
      </header>
      {children}
    </section>
  );
}
