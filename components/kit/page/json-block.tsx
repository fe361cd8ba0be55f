import { ScrollBox } from '#components/ui/table/scroll-box.tsx';

/** A JSON value for reading. */
export function JsonBlock({ value }: { value: unknown }) {
  return (
    <ScrollBox as="pre" className="max-h-80 overflow-auto p-3 font-mono text-[0.9em] leading-snug">
      {JSON.stringify(value, null, 2)}
    </ScrollBox>
  );
}
