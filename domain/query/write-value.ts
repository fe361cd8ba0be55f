/** A value of a query as it must be written: in quotes when blanks or commas would part it. */
export function writeValue(value: string): string {
  return /[\s,]/.test(value) ? `"${value}"` : value;
}
