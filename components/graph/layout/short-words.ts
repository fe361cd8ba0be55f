/** What an edge waits for, short enough to be read between two columns from where only the names of steps can be. */
const words: Record<string, string> = {
  failure: 'fails',
  completion: 'any',
  skipped: 'skip',
  default: 'else',
  compensation: 'undo',
};

export function shortWordOf(on: string): string {
  return words[on] ?? on;
}
