/** How much a JSON text holds, told from its bytes before it is read: reading takes time and memory by values, not by bytes. */

export type BodyShape = { values: number; depth: number };

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Counts values and the deepest nesting of a text that need not be JSON at all. */
export function shapeOf(bytes: Buffer): BodyShape {
  let [values, depth, deepest] = [1, 0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) at = endOfText(bytes, at);
    else if (byte === comma) values += 1;
    else if (byte === openBrace || byte === openBracket) {
      values += 1;
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (byte === closeBrace || byte === closeBracket) depth -= 1;
  }
  return { values, depth: deepest };
}

// From one quote to the one that ends the text, byte by byte: asking for the next quote is slow where there are many.
function endOfText(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}
