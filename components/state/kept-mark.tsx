import { Pin } from 'lucide-react';

/** Says of a step that this run did not carry it out: how it ended was kept from an earlier one. */
export function KeptMark({ size = 11, isWordless = false }: { size?: number; isWordless?: boolean }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-1 whitespace-nowrap text-quiet">
      <Pin aria-hidden size={size} className="shrink-0" />
      {isWordless ? <span className="sr-only">kept</span> : 'kept'}
    </span>
  );
}
