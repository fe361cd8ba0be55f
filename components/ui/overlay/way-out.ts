/** The button that leaves a window without doing what it is for: always the same word, and never that of the act. */
export function wayOut(verb: string): 'Cancel' | 'Go back' {
  return /^cancel\b/i.test(verb) ? 'Go back' : 'Cancel';
}
