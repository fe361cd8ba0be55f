import type { ReactNode } from 'react';

export type FieldWords = {
  label: string;
  isLabelHidden?: boolean;
  /** One sentence under the field that helps to fill it in. */
  hint?: ReactNode;
  /** Why what stands in the field cannot be used. */
  problem?: string | undefined;
  /** What the form calls it; by this name a problem finds its field on the page. */
  field?: string | undefined;
};

/** The ids by which a field names what describes it. */
export function describedBy(id: string, { hint, problem }: FieldWords): string | undefined {
  const ids = [problem !== undefined && `${id}-problem`, hint !== undefined && `${id}-hint`];
  return ids.filter((one) => one !== false).join(' ') || undefined;
}

/** What a form looks for on the page: the field's name, and whether it has a problem. */
export function fieldMarks({ field, problem }: Pick<FieldWords, 'field' | 'problem'>) {
  return { 'data-field': field, 'data-problem': problem === undefined ? undefined : '' };
}

/** A field with its label above and its hint and problem below. */
export function Field({ id, words, children }: { id: string; words: FieldWords; children: ReactNode }) {
  const { label, isLabelHidden = false, hint, problem } = words;
  return (
    <div {...fieldMarks(words)} className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} id={`${id}-label`} className={isLabelHidden ? 'sr-only' : 'font-medium'}>
        {label}
      </label>
      {children}
      <FieldNotes id={id} hint={hint} problem={problem} />
    </div>
  );
}

/** The problem and the hint of a field, for fields whose label stands elsewhere. */
export function FieldNotes({ id, hint, problem }: { id: string; hint?: ReactNode; problem?: string | undefined }) {
  return (
    <>
      {problem !== undefined && (
        <p id={`${id}-problem`} role="alert" className="text-small text-failed">
          {problem}
        </p>
      )}
      {hint !== undefined && (
        <div id={`${id}-hint`} className="text-small text-quiet">
          {hint}
        </div>
      )}
    </>
  );
}
