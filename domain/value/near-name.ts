/** The name that somebody most likely meant who wrote one that nobody knows. */

// What is longer than any name of ours is no slip of the pen, and not worth comparing.
const comparedLengthMax = 64;
// One letter in four may be wrong, missing or too many: more makes another word of it.
const lettersPerSlip = 4;

/** The nearest of the names, whatever its case and signs; undefined when none is near. Of several the first. */
export function nearName(written: string, names: readonly string[]): string | undefined {
  const word = lettersOf(written);
  if (word === '' || written.length > comparedLengthMax) return undefined;
  let nearest: { name: string; slips: number } | undefined;
  for (const name of names) {
    const slips = slipsBetween(word, lettersOf(name));
    if (slips <= word.length / lettersPerSlip && slips < (nearest?.slips ?? Number.POSITIVE_INFINITY))
      nearest = { name, slips };
  }
  return nearest?.name;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** How many letters have to be added, left out or changed to make the one of the other. */
function slipsBetween(left: string, right: string): number {
  let above = Array.from({ length: right.length + 1 }, (_, n) => n);
  for (const [row, letter] of [...left].entries()) {
    const here = [row + 1];
    for (const [column, other] of [...right].entries()) {
      const changed = (above[column] ?? 0) + (letter === other ? 0 : 1);
      here.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (here[column] ?? 0) + 1));
    }
    above = here;
  }
  return above.at(-1) ?? 0;
}
