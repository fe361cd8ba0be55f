/** Changes of a definition as the screen asks for them, made in its text. */
import { copySteps, readClipboard, writeClipboard } from '#domain/workflow/edit/clipboard.ts';
import { openDraft } from '#domain/workflow/edit/draft.ts';
import { applyEdit, type Edit } from '#domain/workflow/edit/edit.ts';

/** What became of a text; `steps` are those that the change made or spoke of. */
export type Changed = { ok: true; text: string; steps: readonly string[] } | { ok: false; sentence: string };

/** The text after all edits, or why one of them cannot be made; then none is. */
export function changeText(text: string, edits: readonly Edit[]): Changed {
  let draft = openDraft(text);
  let steps: readonly string[] = [];
  for (const edit of edits) {
    const applied = applyEdit(draft, edit);
    if (!applied.ok) return { ok: false, sentence: sentenceOf(applied.refusals) };
    draft = applied.value.draft;
    steps = applied.value.steps;
  }
  return { ok: true, text: draft.text, steps };
}

/** Steps as the clipboard carries them: JSON, without secrets. */
export function clipOf(text: string, steps: readonly string[]): string {
  return writeClipboard(copySteps(openDraft(text).outline, steps));
}

/** The edit that pastes what was copied, or why it cannot be pasted. */
export function pasteOf(clip: string): { ok: true; edit: Edit } | { ok: false; sentence: string } {
  const read = readClipboard(clip);
  if (!read.ok) return { ok: false, sentence: sentenceOf(read.refusals) };
  return { ok: true, edit: { kind: 'paste-steps', clipboard: read.value } };
}

function sentenceOf(refusals: readonly { message: string }[]): string {
  const words = refusals.map(({ message }) => message).join('; ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
