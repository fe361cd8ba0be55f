/**
 * Which text of a page is cut, and what the whole of it is. A part says no more than `truncate`, or is a cell; where the
 * whole is more than its own words, it stands in `data-whole`.
 */

const carriers = '[data-whole], .truncate, [class*="line-clamp-"], td, th';
/** What takes presses: a touch belongs to it and not to the text on it. */
const pressed =
  'a, button, input, select, textarea, label, summary, [role="option"], [role="menuitem"], tr[data-opens]';

export type CutText = { element: Element; whole: string };

/** What a pointer on this place may read in full: the innermost text that is cut or stands for more than it says. */
export function cutTextAt(place: EventTarget | null): CutText | undefined {
  let element = place instanceof Element ? place.closest(carriers) : null;
  while (element !== null) {
    const whole = wholeOf(element);
    if (whole !== '' && (isCut(element) || saysMore(whole, textOf(element)))) return { element, whole };
    element = element.parentElement?.closest(carriers) ?? null;
  }
  return undefined;
}

/** What somebody who has come here by keyboard cannot see: all that is cut in it, and what it stands for itself. */
export function cutTextsIn(focused: Element): string[] {
  const own = focused.matches('[data-whole]') ? cutTextAt(focused) : undefined;
  const inside = [...focused.querySelectorAll(carriers)].filter(isCut).map(wholeOf);
  // A link in a cell that is cut is cut with it.
  const around =
    focused.closest('tr[data-key]') === focused ? null : (focused.parentElement?.closest(carriers) ?? null);
  const outside = around !== null && isCut(around) ? [wholeOf(around)] : [];
  const all = [...(own === undefined ? [] : [own.whole]), ...inside, ...outside];
  return all.filter((whole, place) => whole !== '' && !all.some((other, at) => covers(other, whole, at < place)));
}

/** True where a touch on a text does nothing else. */
export function isFreeOfPresses(element: Element): boolean {
  return element.closest(pressed) === null;
}

/** Whether a whole holds words that are not in what is shown. */
export function saysMore(whole: string, shown: string): boolean {
  return !plain(shown).includes(plain(whole));
}

function covers(other: string, whole: string, isBefore: boolean): boolean {
  return other === whole ? isBefore : !saysMore(whole, other);
}

function wholeOf(element: Element): string {
  return element.getAttribute('data-whole') ?? textOf(element).trim();
}

function textOf(element: Element): string {
  // biome-ignore lint/performance/useDomNodeTextContent: lines and cells are words of their own, also without a blank between them
  return element instanceof HTMLElement ? element.innerText : (element.textContent ?? '');
}

function isCut(element: Element): boolean {
  // Pixels are rounded, and the last line of a clamped text may reach a little below it.
  if (element.scrollWidth > element.clientWidth + 1) return true;
  return element.matches('[class*="line-clamp-"]') && element.scrollHeight > element.clientHeight + 4;
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().toLowerCase();
}
