/** A text that will most likely be asked for is read while something else is waited for. */
import { type Sketch, sketchOf } from './sketch.ts';

let ahead: { text: string; sketch: Sketch | undefined } | undefined;

export function readAhead(text: string): void {
  ahead = { text, sketch: sketchOf(text) };
}

/** What was read ahead and not wanted. */
export function forgetAhead(): void {
  ahead = undefined;
}

/** The sketch of a text, read now unless it was read ahead. */
export function firstSketch(text: string): Sketch | undefined {
  const found = ahead?.text === text ? ahead.sketch : sketchOf(text);
  ahead = undefined;
  return found;
}
