'use client';

import { ArrowDownToLine, ChevronDown, ChevronUp, Download, Filter, WrapText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useApi } from '#components/api/api-provider.tsx';
import { saveFile } from '#components/kit/page/save-file.ts';
import { Button } from '#components/ui/form/button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { Menu } from '#components/ui/overlay/menu.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import type { LogBook, LogTotals } from './log-book.ts';
import type { LogLevel, LogScope } from './log-scope.ts';
import { takeLog } from './take-log.ts';
import type { LogSearch } from './use-log-search.ts';

type ToolbarProps = {
  scope: LogScope;
  level: LogLevel;
  onLevel: (level: LogLevel) => void;
  name: string;
  choice: ReactNode;
  book: LogBook;
  text: string;
  onText: (text: string) => void;
  search: LogSearch;
  /** Which of what was found is shown. */
  nth: number | undefined;
  onStep: (by: 1 | -1) => void;
  isOnly: boolean;
  onOnly: (isOnly: boolean) => void;
  isWrapped: boolean;
  onWrap: (isWrapped: boolean) => void;
  isFollowing: boolean;
  onFollow: (isFollowing: boolean) => void;
};

const pressed = 'aria-pressed:border-ink aria-pressed:bg-raised';

/** What can be done with a log: filter, search, follow, wrap, and take it away. */
export function LogToolbar(props: ToolbarProps) {
  const { level, onLevel, choice, book, isWrapped, onWrap, isFollowing, onFollow } = props;
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-2 py-1.5">
      {choice}
      <Select
        isSmall
        isLabelHidden
        label="Least level"
        value={level}
        options={levels.map(({ value, word, countOf }) => ({
          value,
          word: `${word} ${sayCount(countOf(book.totals))}`,
        }))}
        onChange={onLevel}
      />
      <SearchField {...props} />
      <div className="ml-auto flex items-center gap-2">
        <Button
          isSmall
          Icon={ArrowDownToLine}
          aria-pressed={isFollowing}
          className={pressed}
          onClick={() => onFollow(!isFollowing)}
        >
          Follow
        </Button>
        <Button isSmall Icon={WrapText} aria-pressed={isWrapped} className={pressed} onClick={() => onWrap(!isWrapped)}>
          Wrap
        </Button>
        <TakeMenu {...props} />
      </div>
    </div>
  );
}

const sayCount = (count: number) => count.toLocaleString('en');
const levels: { value: LogLevel; word: string; countOf: (totals: LogTotals) => number }[] = [
  { value: 'DEBUG', word: 'All lines', countOf: ({ lines }) => lines },
  { value: 'INFO', word: 'Info and louder', countOf: ({ lines, debug }) => lines - debug },
  { value: 'WARN', word: 'Warnings and errors', countOf: ({ warn, error }) => warn + error },
  { value: 'ERROR', word: 'Errors', countOf: ({ error }) => error },
];

function SearchField({ text, onText, search, nth, onStep, isOnly, onOnly }: ToolbarProps) {
  return (
    <div className="flex items-center gap-1">
      <input
        data-query-bar
        type="search"
        aria-label="Search the log"
        placeholder="Search  /"
        maxLength={200}
        className="field h-7 w-52"
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          onStep(event.shiftKey ? -1 : 1);
        }}
      />
      {search.text !== '' && (
        <>
          <span className="min-w-24 px-1 text-quiet" aria-live="polite">
            {sayFound(search, nth)}
          </span>
          <IconButton
            isSmall
            label="Previous line found"
            keys="shift+enter"
            Icon={ChevronUp}
            onClick={() => onStep(-1)}
          />
          <IconButton isSmall label="Next line found" keys="enter" Icon={ChevronDown} onClick={() => onStep(1)} />
          <Button isSmall Icon={Filter} aria-pressed={isOnly} className={pressed} onClick={() => onOnly(!isOnly)}>
            Only these
          </Button>
        </>
      )}
    </div>
  );
}

function sayFound({ found, isOver, isCut, lookedThrough }: LogSearch, nth: number | undefined): string {
  const count = `${sayCount(found.length)}${isCut ? '+' : ''}`;
  if (!isOver) return `${count} in ${sayCount(lookedThrough)} lines …`;
  if (found.length === 0) return 'not found';
  return nth === undefined ? `${count} found` : `${sayCount(nth + 1)} of ${count}`;
}

// A clipboard takes more, and whatever it is pasted into does not.
const copiedPartsMax = 4;

function TakeMenu({ scope, level, name, isOnly, search }: ToolbarProps) {
  const api = useApi();
  const say = useToast();
  const text = isOnly ? search.text : '';
  const failed = () => say({ words: 'The log could not be read. Try again in a moment.', kind: 'failed' });
  const save = async (format: 'TEXT' | 'NDJSON') => {
    const parts = await takeLog(api, { scope, level, format, text });
    if (parts === undefined) return failed();
    const [ending, type] =
      format === 'TEXT' ? (['log', 'text/plain'] as const) : (['ndjson', 'application/x-ndjson'] as const);
    saveFile(`${name}.${ending}`, parts, type);
  };
  const copy = async () => {
    const parts = await takeLog(api, { scope, level, format: 'TEXT', text, parts: copiedPartsMax });
    if (parts === undefined) return failed();
    try {
      await navigator.clipboard.writeText(parts.join(''));
      say({ words: 'The log is in the clipboard.', kind: 'done' });
    } catch {
      // A browser may refuse it, and has no clipboard at all for pages that came without TLS.
      say({ words: 'This browser does not let the page copy. Download the log instead.', kind: 'failed' });
    }
  };
  const what = text === '' ? (level === 'DEBUG' ? 'all lines' : 'the lines of this level') : 'the lines found';
  return (
    <Menu
      align="end"
      trigger={
        <Button isSmall Icon={Download}>
          Take away
        </Button>
      }
      entries={[
        { kind: 'act', word: 'Download as text', hint: what, act: () => void save('TEXT') },
        { kind: 'act', word: 'Download as NDJSON', hint: what, act: () => void save('NDJSON') },
        { kind: 'act', word: 'Copy as text', hint: what, act: () => void copy() },
      ]}
    />
  );
}
