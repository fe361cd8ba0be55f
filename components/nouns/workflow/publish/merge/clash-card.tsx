'use client';

import { useId } from 'react';
import { classes } from '#components/ui/classes.ts';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { changedPart } from './changed-part.ts';
import type { Choice, Clash } from './merge-texts.ts';

const choices = [
  { value: 'theirs', word: 'Theirs' },
  { value: 'mine', word: 'Yours' },
  { value: 'both', word: 'Both' },
  { value: 'edit', word: 'Edit' },
] as const;

type Parts = {
  clash: Clash;
  /** `Clash 1 of 2, line 12 of version 3`. */
  title: string;
  words: { base: string; theirs: string };
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
};

/** A stretch that both changed: what it was, what each made of it, and what is to stand there. */
export function ClashCard({ clash, title, words, choice, onChoose }: Parts) {
  const id = useId();
  const taken = choice?.take;
  const choose = (take: Choice['take']) => onChoose(take === 'edit' ? { take, text: clash.mine.join('\n') } : { take });
  return (
    <section
      aria-labelledby={id}
      className={classes('rounded border', choice === undefined ? 'border-ink' : 'border-line')}
    >
      <header className="flex min-h-10 flex-wrap items-center justify-between gap-2 border-b border-line px-3 py-1">
        <h3 id={id} className="font-semibold">
          {title}
        </h3>
        <Segmented label={`Take for: ${title}`} value={taken} options={choices} onChange={choose} />
      </header>
      <div className="grid grid-cols-1 md:grid-cols-3">
        <Side word={words.base} lines={clash.base} isQuiet />
        <Side
          word={words.theirs}
          lines={clash.theirs}
          than={clash.base}
          isTaken={taken === 'theirs' || taken === 'both'}
        />
        <Side word="Yours" lines={clash.mine} than={clash.base} isTaken={taken === 'mine' || taken === 'both'} />
      </div>
      {choice?.take === 'edit' && (
        <div className="border-t border-line p-3">
          <TextArea
            label="What is to stand here"
            isMono
            rows={Math.min(12, Math.max(3, clash.mine.length + 1))}
            value={choice.text}
            onChange={(event) => onChoose({ take: 'edit', text: event.currentTarget.value })}
          />
        </div>
      )}
    </section>
  );
}

type SideParts = {
  word: string;
  lines: readonly string[];
  /** What stood there before. */
  than?: readonly string[];
  isTaken?: boolean;
  isQuiet?: boolean;
};

function Side({ word, lines, than, isTaken = false, isQuiet = false }: SideParts) {
  return (
    <div
      className={classes(
        'min-w-0 border-line p-3 max-md:not-first:border-t md:not-first:border-l',
        isTaken && 'bg-raised',
      )}
    >
      <div className="mb-1 flex items-center justify-between text-small text-quiet">
        <span>{word}</span>
        {isTaken && <span className="font-medium text-ink">taken</span>}
      </div>
      {lines.length === 0 ? (
        <p className="text-small text-quiet">nothing</p>
      ) : (
        <Lines lines={lines} than={than} isQuiet={isQuiet} />
      )}
    </div>
  );
}

/** Lines as they stand in the text; line by line against those before, what is otherwise is marked. */
function Lines({ lines, than, isQuiet }: Pick<SideParts, 'lines' | 'than' | 'isQuiet'>) {
  return (
    <pre
      className={classes(
        'font-mono text-[0.93em] leading-relaxed break-words whitespace-pre-wrap',
        isQuiet && 'text-quiet',
      )}
    >
      {numbered(lines).map(({ key, line, n }) => (
        <span key={key} className="block min-h-[1lh]">
          {than?.length === lines.length ? <Marked line={line} than={than[n] ?? ''} /> : line}
        </span>
      ))}
    </pre>
  );
}

function Marked({ line, than }: { line: string; than: string }) {
  const { head, changed, tail } = changedPart(line, than);
  return (
    <>
      {head}
      {changed !== '' && (
        <mark className="rounded-xs bg-[color-mix(in_srgb,var(--state-warning)_28%,transparent)] text-ink">
          {changed}
        </mark>
      )}
      {tail}
    </>
  );
}

// A line may stand there twice, so its place is its name.
function numbered(lines: readonly string[]): { key: string; line: string; n: number }[] {
  return lines.map((line, n) => ({ key: `${n}`, line, n }));
}
