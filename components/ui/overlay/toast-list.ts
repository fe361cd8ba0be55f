/** The messages on the screen, the newest last. */

// More than a screen of messages is noise; the oldest leaves.
export const toastsMax = 4;

export type ToastWords = {
  words: string;
  /** `done` went well, `failed` did not, `note` is neither. */
  kind?: 'done' | 'failed' | 'note';
  /** A way back, or on. */
  action?: { word: string; act: () => void };
  /** Where the result is. */
  link?: { word: string; href: string };
};

export type Toast = ToastWords & { id: number };

/** The list with one more; the oldest leaves when there are too many, and the same words never stand twice. */
export function withToast(toasts: readonly Toast[], toast: Toast): Toast[] {
  const others = toasts.filter(({ words }) => words !== toast.words);
  return [...others, toast].slice(-toastsMax);
}
