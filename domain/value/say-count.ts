/** `1 job`, `1,234 jobs`: a number is never said with the wrong form of its word. */
export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
