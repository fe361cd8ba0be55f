import { CopyButton } from '#components/ui/form/copy-button.tsx';

/** An id among facts: cut where there is no room for it, and copied whole. */
export function CopiedId({ id, label }: { id: string; label: string }) {
  return (
    <span className="flex items-center gap-1">
      <span className="identifier min-w-0 truncate">{id}</span>
      <CopyButton text={id} label={label} />
    </span>
  );
}
