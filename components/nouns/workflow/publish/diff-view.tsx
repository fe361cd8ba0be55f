'use client';

import { useState } from 'react';
import { classes } from '#components/ui/classes.ts';
import { Button } from '#components/ui/form/button.tsx';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';
import { countChanges, type DiffLine, diffLines, hunksOf } from './line-diff.ts';

type Parts = { label: string; before: string; after: string };

// A person reads the first changes; the rest is there for whoever asks.
const linesAtFirst = 400;

const looks: Record<DiffLine['kind'], { sign: string; word: string; look: string }> = {
  same: { sign: ' ', word: '', look: '' },
  new: { sign: '+', word: 'new: ', look: 'bg-[color-mix(in_srgb,var(--state-success)_14%,transparent)]' },
  gone: { sign: '−', word: 'gone: ', look: 'bg-[color-mix(in_srgb,var(--state-failed)_14%,transparent)]' },
};

/** What changed from one text to another, line by line. */
export function DiffView({ label, before, after }: Parts) {
  const [most, setMost] = useState(linesAtFirst);
  const lines = diffLines(before, after);
  const { added, removed } = countChanges(lines);
  const hunks = hunksOf(lines);
  if (added + removed === 0) return <p className="p-3 text-quiet">Both say the same.</p>;
  const shown = hunks.flatMap(({ skipped, lines: own }) => [{ kind: 'skip' as const, skipped }, ...own]);
  return (
    <figure aria-label={label} className="flex min-h-0 flex-col">
      <figcaption className="flex min-h-8 items-center gap-3 px-3 text-small text-quiet">
        <span>{label}</span>
        <span className="ml-auto">
          {added} {added === 1 ? 'line' : 'lines'} new, {removed} gone
        </span>
      </figcaption>
      <ScrollBox className="min-h-0 overflow-auto border-t border-line">
        <table className="w-full border-collapse font-mono text-[0.9rem] leading-normal">
          <tbody>
            {shown.slice(0, most).map((line, place) =>
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one comparison never move
              line.kind === 'skip' ? <Skipped key={place} count={line.skipped} /> : <Line key={place} line={line} />,
            )}
          </tbody>
        </table>
        {shown.length > most && (
          <div className="p-2">
            <Button isSmall onClick={() => setMost(shown.length)}>
              Show {(shown.length - most).toLocaleString('en')} more lines
            </Button>
          </div>
        )}
      </ScrollBox>
    </figure>
  );
}

function Line({ line }: { line: DiffLine }) {
  const { sign, word, look } = looks[line.kind];
  const number = 'w-px select-none whitespace-nowrap px-2 text-right align-top text-quiet';
  return (
    <tr className={look}>
      <td className={number}>{'before' in line ? line.before : ''}</td>
      <td className={number}>{'after' in line ? line.after : ''}</td>
      <td className={classes('w-px select-none px-1 align-top', line.kind !== 'same' && 'font-bold')}>
        <span aria-hidden>{sign}</span>
        <span className="sr-only">{word}</span>
      </td>
      <td className="pr-3 break-words whitespace-pre-wrap">{line.text}</td>
    </tr>
  );
}

function Skipped({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <tr className="bg-raised">
      <td colSpan={4} className="px-2 text-small text-quiet">
        ⋯ {count} unchanged {count === 1 ? 'line' : 'lines'}
      </td>
    </tr>
  );
}
