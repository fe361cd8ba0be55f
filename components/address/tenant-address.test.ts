import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressIn, isSlug, pathWithin, screenOf } from './tenant-address.ts';

test('every address within the console names its tenant', () => {
  assert.equal(addressIn('acme', '/jobs?q=state:dead'), '/t/acme/jobs?q=state:dead');
  assert.equal(addressIn('acme', '/'), '/t/acme');
  assert.equal(addressIn('acme', '/?tz=utc'), '/t/acme?tz=utc');
  assert.equal(addressIn('acme', '#step'), '#step');
  assert.equal(addressIn(undefined, '/jobs'), '/jobs');
});

test('the path of a page is what another tenant could have as well', () => {
  for (const path of ['/', '/jobs', '/runs/run_1', '/workflows/L%C3%B6hne']) {
    assert.equal(pathWithin('acme', addressIn('acme', path)), path);
  }
  assert.equal(pathWithin('acme', '/t/acme-two/jobs'), '/');
  assert.equal(pathWithin(undefined, '/jobs'), '/jobs');
});

test('who changes the tenant stays on the screen, not on the thing that only the other tenant has', () => {
  assert.equal(screenOf('/jobs'), '/jobs');
  assert.equal(screenOf('/runs/run_1?tab=steps'), '/runs');
  assert.equal(screenOf('/schedules/sch_1/edit'), '/schedules');
  assert.equal(screenOf('/'), '/');
});

test('an address that no tenant can have is known without asking', () => {
  assert.ok(isSlug('tenant-1'));
  for (const text of ['', 'Acme', 'a b', 'ä', '..', 'a'.repeat(64), 'a\n']) assert.ok(!isSlug(text), text);
});
