/** A JSON value as lines to read. */

export type JsonText = { text: string; lineCount: number; sizeBytes: number };

/** The value in lines, and how much it is. */
export function jsonText(value: unknown): JsonText {
  const text = JSON.stringify(value, null, 2) ?? 'null';
  const compact = JSON.stringify(value) ?? 'null';
  return { text, lineCount: text.split('\n').length, sizeBytes: new TextEncoder().encode(compact).length };
}

/** The first lines of a text. */
export function firstLines(text: string, count: number): string {
  return text.split('\n').slice(0, count).join('\n');
}

/** `12 B`, `3.4 kB`, `1.2 MB`. */
export function saySize(sizeBytes: number): string {
  if (sizeBytes < 1_000) return `${sizeBytes} B`;
  if (sizeBytes < 1_000_000) return `${(sizeBytes / 1_000).toFixed(1)} kB`;
  return `${(sizeBytes / 1_000_000).toFixed(1)} MB`;
}
