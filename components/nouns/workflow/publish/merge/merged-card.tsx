'use client';

import type { MergePart } from './merge-texts.ts';

type Parts = { part: Extract<MergePart, { kind: 'merged' }>; place: string };

const words = { mine: 'Yours', theirs: 'Theirs', both: 'The same on both sides' } as const;

/** A change that nobody need be asked about. */
export function MergedCard({ part: { by, base, lines }, place }: Parts) {
  return (
    <section aria-label={`${words[by]}, ${place}`} className="rounded border border-line">
      <p className="px-3 pt-1.5 text-small text-quiet">
        {words[by]}, taken as it is · {place}
      </p>
      <pre className="overflow-x-auto px-3 pb-2 font-mono text-[0.93em] leading-relaxed">
        {named(base, 'was').map(({ key, line }) => (
          <del key={key} className="block text-quiet no-underline">
            <span className="text-failed">−</span> {line}
          </del>
        ))}
        {named(lines, 'is').map(({ key, line }) => (
          <ins key={key} className="block no-underline">
            <span className="text-success">+</span> {line}
          </ins>
        ))}
      </pre>
    </section>
  );
}

// A line may stand there twice, so its place is its name.
function named(lines: readonly string[], side: string): { key: string; line: string }[] {
  return lines.map((line, n) => ({ key: `${side} ${n}`, line }));
}
