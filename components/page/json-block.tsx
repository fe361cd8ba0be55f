/** A JSON value for reading. */
export function JsonBlock({ value }: { value: unknown }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <pre tabIndex={0} className="max-h-80 overflow-auto p-3 font-mono text-[0.9em] leading-snug">
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}
