/** Options found by what a person types: every word must occur, names that begin with it come first. */

export type Option = { value: string; hint?: string | undefined };

/** At most so many options that match, the best first; all of them when nothing is typed. */
export function findOptions(options: readonly Option[], text: string, countMax: number): Option[] {
  const words = plain(text).split(' ').filter(Boolean);
  const matching = options.filter((option) => {
    const name = plain(option.value);
    return words.every((word) => name.includes(word));
  });
  const first = words[0];
  if (first === undefined) return matching.slice(0, countMax);
  const rank = (option: Option) =>
    plain(option.value)
      .split(' ')
      .some((part) => part.startsWith(first))
      ? 0
      : 1;
  return matching.toSorted((left, right) => rank(left) - rank(right)).slice(0, countMax);
}

/** What a text stands for once its author goes on: the option of that name, else the text itself, or nothing where that may be. */
export function typedOut(
  options: readonly Option[],
  typed: string | undefined,
  mayBeEmpty = false,
): string | undefined {
  const text = typed?.trim().toLowerCase();
  if (text === undefined) return undefined;
  if (text === '') return mayBeEmpty ? '' : undefined;
  return options.find((option) => option.value.toLowerCase() === text)?.value ?? typed?.trim();
}

/** `America/New_York` is found as `new york`. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[_/\s]+/g, ' ')
    .trim();
}
