/** The name of the product with its sign; the sign alone where there is no room. */
export function Wordmark() {
  return (
    <div className="flex h-12 shrink-0 items-center gap-2.5 border-b border-line px-3.5">
      <Sign sizePx={22} />
      <span className="text-lead font-semibold tracking-tight narrow:sr-only">Taskflow</span>
    </div>
  );
}

/** The sign of the product: three steps of a run. */
export function Sign({ sizePx }: { sizePx: number }) {
  return (
    <svg aria-hidden viewBox="0 0 24 24" width={sizePx} height={sizePx} className="shrink-0" fill="none">
      <path d="M5 6h6v12M11 12h8" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
      <circle cx="5" cy="6" r="2.6" fill="var(--state-success)" />
      <circle cx="11" cy="18.5" r="2.6" fill="var(--state-warning)" />
      <circle cx="19" cy="12" r="2.6" fill="var(--state-running)" />
    </svg>
  );
}
