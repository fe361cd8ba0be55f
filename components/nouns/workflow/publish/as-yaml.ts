/** A definition in JSON, written as a person would: in YAML. */
import { stringify } from 'yaml';

/** The same definition as YAML; undefined for a text that is YAML already, or that cannot be read. */
export function asYaml(text: string): string | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return stringify(JSON.parse(text), { lineWidth: 110, flowCollectionPadding: true });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * A text as it should be compared with another one: both in YAML when that one is, since only their meaning differs, and
 * with its ends of lines, since the editor writes its own.
 */
export function comparable(text: string, other: string): string {
  const alike = other.trimStart().startsWith('{') ? text : (asYaml(text) ?? text);
  return other.includes('\r\n') ? alike : alike.replaceAll('\r\n', '\n');
}
