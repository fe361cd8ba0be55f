import type { MouseEvent } from 'react';

type Press = {
  disabled?: boolean | undefined;
  onClick?: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined;
};

/**
 * How a button takes presses. While it is busy it stays where the focus is and hears nothing: `disabled` would throw the
 * focus off the page in the middle of the reader's work. A form does not get round it, since Enter in a field presses it.
 */
export function pressOf({ disabled = false, onClick }: Press, isBusy: boolean) {
  if (!isBusy) return { disabled, onClick };
  return { 'aria-disabled': true, 'aria-busy': true, onClick: ignored } as const;
}

function ignored(event: MouseEvent<HTMLButtonElement>): void {
  event.preventDefault();
  event.stopPropagation();
}
