/** When the whole of a cut text is shown and when it goes: the ears of the page for it. */
import { cutTextAt, cutTextsIn, isFreeOfPresses } from './cut-text.ts';

// Long enough to move the pointer from a cut text to the whole of it.
const cutTextLeaveMs = 300;
// Until the whole of a cut text is shown: a pointer on its way and a walk through rows raise nothing; a long touch.
const cutTextRestMs = 500;
const cutTextTouchMs = 500;

export type Shown = { box: DOMRect; words: readonly string[] };
/** `isOwn`: whether a place lies in what is shown. */
type Show = { show: (shown: Shown | undefined) => void; isOwn: (place: Node) => boolean };

/** Hears the page until the returned function is called. */
export function hearCutTexts(parts: Show): () => void {
  const stage = stageOf(parts);
  const ending = new AbortController();
  hearPointers(stage, ending.signal);
  hearKeys(stage, ending.signal);
  return () => {
    ending.abort();
    stage.wait();
  };
}

/** What is shown and what is about to be. */
function stageOf({ show, isOwn }: Show) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: Element | undefined;
  const wait = () => clearTimeout(timer);
  const later = (work: () => void, waitMs: number) => {
    wait();
    timer = setTimeout(work, waitMs);
  };
  const close = () => {
    wait();
    current = undefined;
    show(undefined);
  };
  const open = (element: Element, words: readonly string[]) => {
    if (!element.isConnected) return close();
    current = element;
    show({ box: element.getBoundingClientRect(), words });
  };
  return {
    /** Lets everything stay as it is: nothing more is about to come or to go. */
    wait,
    later,
    close,
    open,
    isOwn: (place: EventTarget | null) => place instanceof Node && isOwn(place),
    current: () => current,
  };
}

type Stage = ReturnType<typeof stageOf>;

function hearPointers(stage: Stage, signal: AbortSignal): void {
  // Whether the touch that ends was for reading: what it lay on is not pressed then, however the browser takes it.
  let wasForReading = false;
  const onOver = ({ pointerType, target }: PointerEvent) => {
    if (pointerType !== 'mouse') return;
    // The way to what is shown leads over other things.
    if (stage.isOwn(target)) return stage.wait();
    const found = cutTextAt(target);
    if (found === undefined) return stage.later(stage.close, cutTextLeaveMs);
    if (found.element === stage.current()) return stage.wait();
    stage.later(() => stage.open(found.element, [found.whole]), cutTextRestMs);
  };
  const onDown = ({ pointerType, target }: PointerEvent) => {
    wasForReading = false;
    if (stage.isOwn(target)) return;
    stage.close();
    const found = pointerType === 'mouse' ? undefined : cutTextAt(target);
    if (found === undefined) return;
    const waitMs = isFreeOfPresses(found.element) ? 0 : cutTextTouchMs;
    stage.later(() => stage.open(found.element, [found.whole]), waitMs);
  };
  const onUp = ({ pointerType, target }: PointerEvent) => {
    // A short touch is a press.
    const isPress = target instanceof Element && !isFreeOfPresses(target);
    if (pointerType === 'mouse' || !isPress) return;
    wasForReading = stage.current() !== undefined && !stage.isOwn(target);
    if (!wasForReading) stage.close();
  };
  const onClick = (event: MouseEvent) => {
    // A key presses too, and counts no clicks.
    const isItsEnd = wasForReading && event.detail > 0;
    wasForReading = false;
    if (!isItsEnd) return;
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener('pointerover', onOver, { signal });
  document.addEventListener('pointerdown', onDown, { signal });
  document.addEventListener('pointerup', onUp, { signal });
  document.addEventListener('pointercancel', stage.close, { signal });
  window.addEventListener('click', onClick, { signal, capture: true });
  document.addEventListener('scroll', ({ target }) => stage.isOwn(target) || stage.close(), { signal, capture: true });
}

function hearKeys(stage: Stage, signal: AbortSignal): void {
  // Whether the focus moves because of a press that is about what is shown.
  let isPressed = false;
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof Element) || !target.matches(':focus-visible') || target.matches('main, body')) return;
    const words = cutTextsIn(target);
    if (words.length > 0) stage.later(() => stage.open(target, words), cutTextRestMs);
  };
  const onKey = (event: KeyboardEvent) => {
    isPressed = false;
    const current = stage.current();
    if (event.key !== 'Escape' || current === undefined) return;
    stage.close();
    // What was pointed at is closed alone, not the panel below it. What came along with the focus was not asked for, and
    // keeps no key from where it is meant to go.
    if (current === document.activeElement) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const notePress = ({ pointerType, target }: PointerEvent) => {
    isPressed = stage.isOwn(target) || (pointerType !== 'mouse' && cutTextAt(target) !== undefined);
  };
  document.addEventListener('pointerdown', notePress, { signal, capture: true });
  document.addEventListener('focusin', onFocus, { signal });
  // Marking words to copy them takes the focus from what they belong to; so does a touch, from what was touched before.
  document.addEventListener('focusout', () => isPressed || stage.close(), { signal });
  window.addEventListener('keydown', onKey, { signal, capture: true });
}
