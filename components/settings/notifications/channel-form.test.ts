import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChannelForm, channelChange, channelForm, newChannel, problemsInChannel } from './channel-form.ts';

const mail: ChannelForm = { ...channelForm(undefined, 'EMAIL'), name: ' ops ', to: 'a@example.com, b@example.com\n' };

test('addresses are told apart by lines, commas and blanks, and quiet hours only count when they are on', () => {
  assert.deepEqual(newChannel(mail), {
    name: 'ops',
    kind: 'EMAIL',
    to: ['a@example.com', 'b@example.com'],
    quietHours: null,
  });
  assert.deepEqual(channelChange('chn_1', { ...mail, isQuiet: true }).quietHours, {
    from: '22:00',
    to: '07:00',
    through: ['CRITICAL'],
  });
  assert.deepEqual(newChannel({ ...mail, kind: 'WEBHOOK', url: ' https://x.example/ ' }), {
    name: 'ops',
    kind: 'WEBHOOK',
    url: 'https://x.example/',
    quietHours: null,
  });
});

test('the form says at its field what the API would refuse', () => {
  assert.deepEqual(problemsInChannel(mail), {});
  assert.deepEqual(Object.keys(problemsInChannel({ ...mail, name: '', to: 'nobody' })).toSorted(), ['name', 'to']);
  assert.deepEqual(Object.keys(problemsInChannel({ ...mail, kind: 'WEBHOOK' })), ['url']);
  const forEver = problemsInChannel({ ...mail, isQuiet: true, from: '07:00' });
  assert.match(forEver.quietHours ?? '', /^Quiet hours that begin when they end/);
});
