import type { RootError } from './root-error.ts';

/** What a thing failed of, as the large line at its head. */
export function RootErrorLine({ error: { type, word, code, line } }: { error: RootError }) {
  return (
    <span className="break-words text-failed" data-whole={`${type}: ${line}`}>
      {word !== undefined && <span className="font-semibold">{word}</span>}
      {code !== undefined && <span className="identifier font-semibold">{code}</span>}
      {(word ?? code) !== undefined && line !== '' && ': '}
      {line}
    </span>
  );
}
