'use client';

import { type ReactNode, useRef, useState } from 'react';
import { FaultNotice } from '#components/kit/page/notice.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { useKeys } from '#components/ui/keyboard/use-keys.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { lineAt } from './log-book.ts';
import { LogRows } from './log-rows.tsx';
import type { LogLevel, LogLine, LogScope } from './log-scope.ts';
import { LogToolbar } from './log-toolbar.tsx';
import { useLineOfAddress } from './use-line-of-address.ts';
import { type LogStart, useLogBook } from './use-log-book.ts';
import { useLogSearch } from './use-log-search.ts';
import './log.css';

type ViewerProps = {
  scope: LogScope;
  /** What the file is called that is taken away. */
  name: string;
  /** Stands before the tools: which attempt, or which step. */
  choice?: ReactNode;
  /** Why there may be nothing. */
  nothing: ReactNode;
  /** True while lines may still come. */
  isOpen: boolean;
};

/** What a reader has chosen, whichever lines it is about. */
type Choice = { level: LogLevel; text: string; isOnly: boolean; isWrapped: boolean };

/** The lines of an attempt or of a run, live: filtered by level, searched, and each with an address of its own. */
export function LogViewer(props: ViewerProps) {
  const [choice, setChoice] = useState<Choice>({ level: 'DEBUG', text: '', isOnly: false, isWrapped: true });
  const choose = (change: Partial<Choice>) => setChoice((now) => ({ ...now, ...change }));
  // Another log, or another level of it, has other places: nothing that was read of the one before is kept.
  return <OneLog key={JSON.stringify([props.scope, choice.level])} {...props} chosen={choice} onChoose={choose} />;
}

type OneLogProps = ViewerProps & { chosen: Choice; onChoose: (change: Partial<Choice>) => void };

type Target = { index: number; align: 'center' | 'end' };

function OneLog({ scope, chosen, onChoose, name, choice, nothing, isOpen }: OneLogProps) {
  const { level, text, isOnly, isWrapped } = chosen;
  const [named, nameLine] = useLineOfAddress();
  const { book, start, fault, reload, show } = useLogBook({ scope, level }, level === 'DEBUG' ? named : undefined);
  const search = useLogSearch({ scope, level }, text.trim());
  const [nth, setNth] = useState<number>();
  const [wish, setWish] = useState<{ isFollowing: boolean }>();
  const [target, setTarget] = useState<Target>();
  const view = useRef(0);
  const isFollowing = wish?.isFollowing ?? (start?.why === 'end' && isOpen);
  const isFiltered = isOnly && search.text !== '';
  const found = nth === undefined ? undefined : search.found[nth];
  useKeys('Log', [
    { keys: 'l', words: 'Link to the line found, or to the first in view', act: () => nameFirst() },
    { keys: 'f', words: 'Follow what is written, or stay', act: () => setWish({ isFollowing: !isFollowing }) },
  ]);
  const nameFirst = () => {
    const line = found ?? (isFiltered ? search.found[0] : lineAt(book, view.current));
    if (line !== undefined) nameLine(line);
  };
  const goTo = (next: number, among: boolean) => {
    const line = search.found[next];
    if (line === undefined) return;
    setNth(next);
    setWish({ isFollowing: false });
    setTarget({ index: among ? next : line.index, align: 'center' });
  };
  const step = (by: 1 | -1) => {
    const { length } = search.found;
    if (length > 0) goTo(nth === undefined ? (by === 1 ? 0 : length - 1) : (nth + by + length) % length, isFiltered);
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <LogToolbar
        {...{ scope, level, name, search, nth, text, isOnly, isWrapped, isFollowing, book, choice }}
        onLevel={(next) => onChoose({ level: next })}
        onText={(next) => {
          onChoose({ text: next });
          setNth(undefined);
        }}
        onStep={step}
        onOnly={(next) => {
          onChoose({ isOnly: next });
          goTo(nth ?? 0, next);
        }}
        onWrap={(next) => onChoose({ isWrapped: next })}
        onFollow={(next) => setWish({ isFollowing: next })}
      />
      {fault !== undefined && <FaultNotice fault={fault} onRetry={reload} />}
      {fault === undefined && start === undefined && <Skeleton rows={10} rowHeightPx={18} />}
      {start !== undefined && book.count === 0 && <NoLines level={level}>{nothing}</NoLines>}
      {start !== undefined && book.count > 0 && (
        <LogRows
          key={isFiltered ? 'found' : 'all'}
          count={isFiltered ? search.found.length : book.count}
          lineAt={(index: number): LogLine | undefined => (isFiltered ? search.found[index] : lineAt(book, index))}
          onView={isFiltered ? () => undefined : show}
          target={target ?? (isFiltered ? undefined : targetOf(start))}
          isFollowing={isFollowing && !isFiltered}
          onFirst={(index) => {
            view.current = index;
          }}
          onLeaveEnd={() => setWish({ isFollowing: false })}
          text={search.text}
          hasStep={scope.kind === 'run' && scope.step === undefined}
          onName={nameLine}
          {...{ named, found, isWrapped }}
        />
      )}
    </div>
  );
}

function NoLines({ level, children }: { level: LogLevel; children: ReactNode }) {
  if (level === 'DEBUG') return <EmptyState title="No lines.">{children}</EmptyState>;
  return <EmptyState title="No line is as loud as that.">Choose another level to see the quieter ones.</EmptyState>;
}

const targets = new WeakMap<LogStart, Target>();

// The same object for the same start: what was reached once is not gone to again.
function targetOf(start: LogStart): Target {
  const known: Target = targets.get(start) ?? { index: start.index, align: start.why === 'end' ? 'end' : 'center' };
  targets.set(start, known);
  return known;
}
