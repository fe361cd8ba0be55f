/**
 * A line of time on a screen. Between folds it is linear; a fold is a stretch in which nothing ran, squeezed to a
 * narrow mark, so that a retry half an hour later does not push everything else into one pixel.
 */

/** A stretch of time. */
export type Span = { fromMs: number; toMs: number };

/** A stretch of the line: where it lies in time and on the screen. */
export type Piece = Span & { fromPx: number; toPx: number; isFold: boolean };

/** From instants to pixels and back. */
export type TimeScale = { span: Span; widthPx: number; msPerPx: number; pieces: readonly Piece[] };

// Wide enough to be seen and pointed at, narrow enough to say that it is no time.
export const foldPx = 28;
// A line of no length has no scale.
const spanMsMin = 100;

type Line = { span: Span; folds: readonly Span[]; widthPx: number };

/** Lays a span of time out on a width. Folds are sorted, apart from each other and inside the span. */
export function timeScale({ span, folds, widthPx }: Line): TimeScale {
  const toMs = Math.max(span.toMs, span.fromMs + spanMsMin);
  const foldedMs = folds.reduce((sum, fold) => sum + fold.toMs - fold.fromMs, 0);
  const workMs = Math.max(1, toMs - span.fromMs - foldedMs);
  const workPx = Math.max(1, widthPx - folds.length * foldPx);
  const msPerPx = workMs / workPx;
  const pieces: Piece[] = [];
  let at = { ms: span.fromMs, px: 0 };
  const add = (untilMs: number, isFold: boolean) => {
    const px = at.px + (isFold ? foldPx : (untilMs - at.ms) / msPerPx);
    if (untilMs > at.ms) pieces.push({ fromMs: at.ms, toMs: untilMs, fromPx: at.px, toPx: px, isFold });
    at = untilMs > at.ms ? { ms: untilMs, px } : at;
  };
  for (const fold of folds) {
    add(fold.fromMs, false);
    add(fold.toMs, true);
  }
  add(toMs, false);
  return { span: { fromMs: span.fromMs, toMs }, widthPx, msPerPx, pieces };
}

/** Where an instant stands; what lies beyond the line stands beyond its ends. */
export function pxOf(scale: TimeScale, atMs: number): number {
  const first = scale.pieces[0];
  const last = scale.pieces.at(-1);
  if (first === undefined || last === undefined) return 0;
  if (atMs <= first.fromMs) return first.fromPx - (first.fromMs - atMs) / scale.msPerPx;
  if (atMs >= last.toMs) return last.toPx + (atMs - last.toMs) / scale.msPerPx;
  const piece = scale.pieces.find((one) => atMs <= one.toMs) ?? last;
  return piece.fromPx + ((atMs - piece.fromMs) * (piece.toPx - piece.fromPx)) / (piece.toMs - piece.fromMs);
}

/** The instant that stands at a place. */
export function msAt(scale: TimeScale, px: number): number {
  const first = scale.pieces[0];
  const last = scale.pieces.at(-1);
  if (first === undefined || last === undefined) return scale.span.fromMs;
  if (px <= first.fromPx) return first.fromMs - (first.fromPx - px) * scale.msPerPx;
  if (px >= last.toPx) return last.toMs + (px - last.toPx) * scale.msPerPx;
  const piece = scale.pieces.find((one) => px <= one.toPx) ?? last;
  return piece.fromMs + ((px - piece.fromPx) * (piece.toMs - piece.fromMs)) / (piece.toPx - piece.fromPx);
}

// A line wider than this only makes a longer scroll bar; below a millisecond in ten pixels there is nothing to see.
const widthPxMax = 200_000;
const zoomStep = 1.5;

/** The next width when one zooms in or out, between the whole line in view and the widest. */
export function zoomedWidth(widthPx: number, { viewPx, isIn }: { viewPx: number; isIn: boolean }): number {
  const wanted = isIn ? widthPx * zoomStep : widthPx / zoomStep;
  return Math.min(Math.max(viewPx, widthPxMax), Math.max(viewPx, wanted));
}

/** Where to scroll so that the instant under a point of the view stays under it when the scale changes. */
export function heldScroll(
  before: TimeScale,
  after: TimeScale,
  { scrollPx, pointPx }: { scrollPx: number; pointPx: number },
): number {
  return Math.max(0, pxOf(after, msAt(before, scrollPx + pointPx)) - pointPx);
}

/** The end of the line for work that still goes on: it moves in leaps, so that the bars do not creep. */
export function openEndMs({ fromMs, nowMs }: { fromMs: number; nowMs: number }): number {
  const leap = 1.3;
  const shortestMs = 10_000;
  const elapsedMs = Math.max(0, nowMs - fromMs);
  if (elapsedMs <= shortestMs / leap) return fromMs + shortestMs;
  const leaps = Math.ceil(Math.log((elapsedMs * 1.02) / shortestMs) / Math.log(leap));
  return fromMs + shortestMs * leap ** Math.max(0, leaps);
}
