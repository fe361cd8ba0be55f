/** How a press in a histogram is written into the query, so that it stands in the address and can be taken back. */
import { withoutField } from '#components/kit/query/query-text.ts';
import { daysAround, type HistogramWindow, type Span } from './histogram-window.ts';

/** The query that asks for one bucket only; of one at the edge, no more than was asked for before. */
export function narrowed(
  query: string,
  { field, span, fromMs, toMs }: { field: string; span: Span; fromMs: number; toMs: number },
): string {
  const from = written(Math.max(fromMs, span.afterMs ?? fromMs));
  const to = written(Math.min(toMs, span.beforeMs ?? toMs));
  return `${withoutField(query, field)} ${field}:>=${from} ${field}:<${to}`.trim();
}

/** The query that asks for more of the time around; undefined when there is no more. */
export function widened(
  query: string,
  { field, window, nowMs }: { field: string; window: HistogramWindow; nowMs: number },
): string | undefined {
  const days = daysAround(window, nowMs);
  if (days === undefined) return undefined;
  const rest = withoutField(query, field);
  // Nothing asked shows the last day, or the part of it that holds something: from there the whole day is more.
  return days === 1 && rest !== query ? rest : `${rest} ${field}:>-${days}d`.trim();
}

function written(ms: number): string {
  return new Date(ms).toISOString().replace(/(?::00)?\.000Z$/, 'Z');
}
