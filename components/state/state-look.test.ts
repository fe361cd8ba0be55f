import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobLooks, runLooks } from '#components/state/state-look.ts';

test('no two states of a job look the same, even without colour', () => {
  for (const looks of [jobLooks, runLooks]) {
    const seen = Object.values(looks).map(({ glyph, word }) => `${glyph} ${word}`);
    assert.equal(new Set(seen).size, seen.length);
    assert.equal(new Set(Object.values(looks).map(({ glyph }) => glyph)).size, seen.length);
  }
});
