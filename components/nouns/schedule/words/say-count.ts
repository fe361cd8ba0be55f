/** `1 schedule`, `12 schedules`. */
export function sayCount(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'schedule' : 'schedules'}`;
}
