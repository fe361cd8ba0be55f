'use client';

import { type MouseEvent, memo } from 'react';
import { classes } from '#components/ui/classes.ts';
import { spansOf } from './ansi-spans.ts';
import type { LogLine } from './log-scope.ts';
import { marked } from './mark-text.ts';

type RowProps = {
  line: LogLine;
  time: string;
  /** What is marked in it; empty for nothing. */
  text: string;
  isNamed: boolean;
  isFound: boolean;
  hasStep: boolean;
  /** Chooses the line for the address. */
  onName: (line: LogLine) => void;
};

const words = { DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** One line: its number as a link to itself, when, how loud, whose, and what it says. */
export const LogRow = memo(function LogRow({ line, time, text, isNamed, isFound, hasStep, onName }: RowProps) {
  const { place, level, source, message, fields, stepKey, attempt } = line;
  const name = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onName(line);
  };
  return (
    <div
      className={classes('log-row', `log-${words[level]}`, isNamed && 'log-named', isFound && 'log-found')}
      aria-current={isNamed ? 'location' : undefined}
    >
      {/* Smaller than a finger, and thousands of them: the key `l` does the same. */}
      <a tabIndex={-1} href={`#L${place}`} aria-label={`Link to line ${place}`} className="log-number" onClick={name}>
        {place}
      </a>
      <time dateTime={line.at} className="log-time">
        {time}
      </time>
      <span className="log-level">{words[level]}</span>
      {hasStep && (
        <span className="log-step" data-whole={`${stepKey ?? ''}, attempt ${attempt}`}>
          {stepKey}
        </span>
      )}
      <span className={classes('log-message', source === 'ENGINE' && 'log-engine')}>
        {marked(spansOf(message), text).map((span, n) => {
          const Mark = span.isFound ? 'mark' : 'span';
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a message have no other identity, and never move
            <Mark key={n} className={span.className}>
              {span.text}
            </Mark>
          );
        })}
        {fields !== null && <span className="log-fields"> {JSON.stringify(fields)}</span>}
      </span>
    </div>
  );
});
