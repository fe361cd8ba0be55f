/** Which part of time the timeline shows: the hours around now, which move on, or a stretch that somebody chose. */
import type { UrlChanges } from '#components/address/use-url.ts';
import type { Span } from '#components/timeline/scale/time-scale.ts';

export const spanChoices = ['6h', '1h', '24h', '7d'] as const;
export type SpanChoice = (typeof spanChoices)[number];
export type FleetView = { kind: 'live'; span: SpanChoice } | ({ kind: 'fixed' } & Span);

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The choices from the narrowest to the widest. */
export const spansInOrder: readonly { span: SpanChoice; word: string; ms: number }[] = [
  { span: '1h', word: '1 h', ms: hourMs },
  { span: '6h', word: '6 h', ms: 6 * hourMs },
  { span: '24h', word: '24 h', ms: dayMs },
  { span: '7d', word: '7 d', ms: 7 * dayMs },
];

// As much as the API tells in one answer, and as little as shows more than one attempt.
const spanMsMin = minuteMs;
const spanMsMax = 31 * dayMs;
const aheadMsMax = 7 * dayMs;
// The past is what people look at; the rest shows what comes.
const nowShare = 0.75;
// The window of now moves on in steps, so that it is the same question for a while.
const stepsPerSpan = 120;
const zoomStep = 1.6;

/** Reads `?span=24h` or `?from=…&to=…`; what cannot be read is the usual view. */
export function viewOf(search: URLSearchParams): FleetView {
  const [fromMs, toMs] = [Date.parse(search.get('from') ?? ''), Date.parse(search.get('to') ?? '')];
  if (Number.isFinite(fromMs) && Number.isFinite(toMs) && toMs - fromMs >= spanMsMin && toMs - fromMs <= spanMsMax)
    return { kind: 'fixed', fromMs, toMs };
  return { kind: 'live', span: spanChoices.find((one) => one === search.get('span')) ?? spanChoices[0] };
}

/** The same in the address. */
export function addressOf(view: FleetView): UrlChanges {
  if (view.kind === 'live')
    return { span: view.span === spanChoices[0] ? undefined : view.span, from: undefined, to: undefined };
  const [from, to] = [view.fromMs, view.toMs].map((ms) => new Date(ms).toISOString());
  return { span: undefined, from, to };
}

/** From when to when. */
export function spanOf(view: FleetView, nowMs: number): Span {
  if (view.kind === 'fixed') return { fromMs: view.fromMs, toMs: view.toMs };
  const spanMs = msOf(view.span);
  const stepMs = spanMs / stepsPerSpan;
  const toMs = Math.ceil((nowMs + spanMs * (1 - nowShare)) / stepMs) * stepMs;
  return { fromMs: toMs - spanMs, toMs };
}

type Zoom = { isIn: boolean; nowMs: number; atMs?: number };

/** Closer or further away. Around now it goes from choice to choice; with a point, or below the first, that point stays. */
export function zoomed(view: FleetView, { isIn, nowMs, atMs }: Zoom): FleetView {
  if (view.kind === 'live' && atMs === undefined) {
    const place = spansInOrder.findIndex(({ span }) => span === view.span);
    const next = spansInOrder[place + (isIn ? -1 : 1)];
    if (next !== undefined) return { kind: 'live', span: next.span };
    if (!isIn) return view;
  }
  const { fromMs, toMs } = spanOf(view, nowMs);
  const pointMs = atMs ?? (view.kind === 'live' ? nowMs : (fromMs + toMs) / 2);
  const spanMs = clamped((toMs - fromMs) * (isIn ? 1 / zoomStep : zoomStep));
  const share = (pointMs - fromMs) / (toMs - fromMs);
  return fixed(pointMs - share * spanMs, spanMs, nowMs);
}

/** Earlier or later by a share of what is shown. */
export function panned(view: FleetView, { share, nowMs }: { share: number; nowMs: number }): FleetView {
  const { fromMs, toMs } = spanOf(view, nowMs);
  return fixed(fromMs + share * (toMs - fromMs), toMs - fromMs, nowMs);
}

/** A stretch that was brushed over. */
export function viewOfSpan({ fromMs, toMs }: Span, nowMs: number): FleetView {
  const spanMs = clamped(toMs - fromMs);
  return fixed((fromMs + toMs - spanMs) / 2, spanMs, nowMs);
}

/** The choice that is shown; undefined for a stretch of somebody's own. */
export function choiceOf(view: FleetView): SpanChoice | undefined {
  return view.kind === 'live' ? view.span : undefined;
}

function fixed(fromMs: number, spanMs: number, nowMs: number): FleetView {
  const toMs = Math.round(Math.min(fromMs + spanMs, nowMs + aheadMsMax));
  return { kind: 'fixed', fromMs: toMs - Math.round(spanMs), toMs };
}

function clamped(spanMs: number): number {
  return Math.min(spanMsMax, Math.max(spanMsMin, spanMs));
}

function msOf(span: SpanChoice): number {
  return spansInOrder.find((one) => one.span === span)?.ms ?? hourMs;
}
