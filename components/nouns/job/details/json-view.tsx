'use client';

import { useState } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { ScrollBox } from '#components/ui/table/scroll-box.tsx';
import { sayCount } from '#domain/value/say-count.ts';
import { firstLines, jsonText, saySize } from './json-text.ts';

// A value longer than this is folded, so that what stands below it can be found.
const jsonLinesShownMax = 24;

/** A JSON value with its name; a long one is folded. */
export function JsonView({ title, value }: { title: string; value: unknown }) {
  const [isWhole, setIsWhole] = useState(false);
  const { text, lineCount, sizeBytes } = jsonText(value);
  const isFolded = lineCount > jsonLinesShownMax && !isWhole;
  return (
    <section aria-label={title} className="border-b border-line last:border-b-0">
      <header className="flex min-h-9 items-center gap-2 pr-1.5 pl-3">
        <h3 className="font-medium">{title}</h3>
        <span className="flex-1 text-small text-quiet">{value === null ? '' : saySize(sizeBytes)}</span>
        {value !== null && <CopyButton text={text} label={`Copy ${title.toLowerCase()}`} />}
      </header>
      {value === null ? (
        <p className="px-3 pb-2.5 text-quiet">Nothing.</p>
      ) : (
        <ScrollBox as="pre" className="max-h-[60vh] overflow-auto px-3 pb-2.5 font-mono text-[0.9em] leading-snug">
          {isFolded ? firstLines(text, jsonLinesShownMax) : text}
        </ScrollBox>
      )}
      {lineCount > jsonLinesShownMax && (
        <div className="px-3 pb-2.5">
          <Button isSmall aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? 'Show less' : `Show all ${sayCount(lineCount, 'line')}`}
          </Button>
        </div>
      )}
    </section>
  );
}
