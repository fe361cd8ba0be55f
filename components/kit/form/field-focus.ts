/** Finds the fields of a form on the page: each carries its name as `data-field`, and `data-problem` while it has one. */

const controls = 'input:not([type="hidden"]), select, textarea, button, [tabindex="0"]';

/** The field that an element of the page belongs to. */
export function fieldOf(target: EventTarget): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('[data-field]')?.dataset.field : undefined;
}

/** The topmost field with a problem. */
export function firstFieldOf(host: HTMLElement | null): string | undefined {
  return host?.querySelector<HTMLElement>('[data-field][data-problem]')?.dataset.field;
}

/** Puts the focus into a field: at what is wrong in it, else at its beginning. */
export function focusField(host: HTMLElement | null, field: string): void {
  const place = host?.querySelector(`[data-field="${CSS.escape(field)}"]`);
  const control =
    place?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? place?.querySelector<HTMLElement>(controls);
  control?.focus();
}
