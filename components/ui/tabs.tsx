'use client';

import type { MouseEvent, ReactNode } from 'react';
import { Link } from '#components/address/link.tsx';
import { useUrl } from '#components/address/use-url.ts';

export type Tab<Value extends string> = { value: Value; word: string; mark?: ReactNode };

type TabsProps<Value extends string> = {
  label: string;
  tabs: readonly Tab<Value>[];
  /** The open one, from `useUrlChoice(param, …)`. */
  value: Value;
  param?: string;
  aside?: ReactNode;
};

/** The views of one screen as links: the choice stands in the address, so it can be shared and opened apart. */
export function Tabs<Value extends string>({ label, tabs, value, param = 'tab', aside }: TabsProps<Value>) {
  const { hrefWith, change } = useUrl();
  const paramOf = (tab: Value) => ({ [param]: tab === tabs[0]?.value ? undefined : tab });
  const choose = (event: MouseEvent, tab: Value) => {
    const isElsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (isElsewhere) return;
    event.preventDefault();
    change(paramOf(tab));
  };
  return (
    <nav aria-label={label} className="flex min-h-9 flex-wrap items-stretch gap-1 border-b border-line">
      {tabs.map(({ value: tab, word, mark }) => (
        <Link
          key={tab}
          href={hrefWith(paramOf(tab))}
          prefetch={false}
          scroll={false}
          aria-current={tab === value ? 'page' : undefined}
          onClick={(event) => choose(event, tab)}
          className="tab"
        >
          <span className="steady-word" data-word={word}>
            {word}
          </span>
          {mark}
        </Link>
      ))}
      {aside !== undefined && <div className="ml-auto flex flex-wrap items-center gap-2">{aside}</div>}
    </nav>
  );
}
