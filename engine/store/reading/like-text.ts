/** Text for Prisma's `contains`, which hands its wildcards on to LIKE. */

/** The text with every character standing for itself. */
export function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
