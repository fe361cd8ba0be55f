import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSources } from '#testing/source-files.ts';

const components = readSources().filter(({ path, isTest }) => !isTest && path.startsWith('components/'));

test('what is busy keeps the focus: being busy is never a reason to disable', () => {
  const found = components.flatMap(({ path, text }) =>
    [
      ...text.matchAll(
        /\b(?:disabled|isDisabled)=\{[^}]*\b(?:is(?:Busy|Reading|Saving|Loading|Sending)|fetching)\b[^}]*\}/g,
      ),
    ].map(([attribute]) => `${path}: ${attribute}`),
  );
  assert.deepEqual(found, [], 'give it isBusy');
});

test('what a field does on Enter passes no button that is disabled: whoever asks to be confirmed is a form', () => {
  const found = components.flatMap(({ path, text }) =>
    [...text.matchAll(/key === 'Enter'[^\n;]*\b(?:confirm|submit|save|send|onConfirm|onSave|onSubmit)\(/g)].map(
      ([handler]) => `${path}: ${handler}`,
    ),
  );
  assert.deepEqual(found, [], 'give the fields a form and the button type="submit"');
});

test('every form that saves something is submitted by a button of the kit, which knows when it is busy', () => {
  const saving = components.filter(({ text }) => /<form\b/.test(text) && /\bisBusy\b|\bfetching\b/.test(text));
  assert.ok(saving.length > 2, 'the test no longer finds what it looks for');
  const found = saving.filter(({ text }) => !/<Button\b[^<]*?type="submit"/.test(text)).map(({ path }) => path);
  assert.deepEqual(found, []);
});
