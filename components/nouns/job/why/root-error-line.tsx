import type { RootError } from './root-error.ts';

/** What a thing failed of, as the large line at its head. */
export function RootErrorLine({ error: { type, line } }: { error: RootError }) {
  return (
    <span className="break-words text-failed" data-whole={`${type}: ${line}`}>
      <span className="identifier font-semibold">{type}</span> {line}
    </span>
  );
}
