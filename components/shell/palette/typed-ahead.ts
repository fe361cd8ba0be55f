/** What is typed while the palette is on its way: nobody who knows the keys waits for it to appear. */

let text = '';

/** Keeps letters from now on. */
export function keepTyped(): void {
  text = '';
  window.addEventListener('keydown', keep, true);
}

/** Hands over what was typed; from now on letters go where the focus is. */
export function takeTyped(): string {
  window.removeEventListener('keydown', keep, true);
  const typed = text;
  text = '';
  return typed;
}

function keep(event: KeyboardEvent): void {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Backspace') text = text.slice(0, -1);
  else if (event.key.length === 1) text += event.key;
  else return;
  event.preventDefault();
}
