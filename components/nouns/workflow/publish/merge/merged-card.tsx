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
        {signed(base, '−').map(({ key, line }) => (
          <del key={key} className="block text-quiet no-underline">
            {line}
          </del>
        ))}
        {signed(lines, '+').map(({ key, line }) => (
          <ins key={key} className="block no-underline">
            {line}
          </ins>
        ))}
      </pre>
    </section>
  );
}

// A line may stand there twice, so its place is its name.
function signed(lines: readonly string[], sign: string): { key: string; line: string }[] {
  return lines.map((line, n) => ({ key: `${sign}${n}`, line: `${sign} ${line}` }));
}
