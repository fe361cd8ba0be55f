const widths = [92, 75, 58, 81, 64, 87, 70];

/** Keeps the place of rows that are on their way. Shows only when it takes long enough to be noticed. */
export function Skeleton({ rows = 6, rowHeightPx = 32 }: { rows?: number; rowHeightPx?: number }) {
  return (
    <div role="status" aria-label="Loading" className="appear-late flex flex-col px-3">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars without identity
        <span key={row} className="flex items-center" style={{ height: rowHeightPx }}>
          <span className="h-3 rounded bg-raised" style={{ width: `${widths[row % widths.length]}%` }} />
        </span>
      ))}
    </div>
  );
}
