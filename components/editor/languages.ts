/** The languages that the editor reads, each loaded when it is needed. */
import type { Extension } from '@codemirror/state';
import { unreachable } from '#domain/unreachable.ts';

/** What a text is written in; `plain` is not highlighted. */
export type LanguageName = 'yaml' | 'json' | 'plain';

/** The extension that reads a language. */
export async function languageExtension(name: LanguageName): Promise<Extension> {
  switch (name) {
    case 'yaml':
      return (await import('@codemirror/lang-yaml')).yaml();
    case 'json':
      return (await import('@codemirror/lang-json')).json();
    case 'plain':
      return [];
    default:
      return unreachable(name);
  }
}
