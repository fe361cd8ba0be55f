'use client';

import { useState } from 'react';
import {
  type ChannelRowFragment,
  type ChannelsQuery,
  CreateChannelDocument,
  UpdateChannelDocument,
} from '#components/generated/notifications.ts';
import { FormDialog } from '#components/kit/form/form-dialog.tsx';
import { type Form, useForm } from '#components/kit/form/use-form.ts';
import { useSend } from '#components/kit/form/use-send.ts';
import { Select } from '#components/ui/form/select.tsx';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { useToast } from '#components/ui/overlay/toast.tsx';
import { channelKinds } from '#domain/channel/read-channel.ts';
import {
  type ChannelField,
  type ChannelForm,
  channelChange,
  channelFields,
  channelForm,
  kindWords,
  newChannel,
  problemsInChannel,
} from './channel-form.ts';
import { ChannelSecret } from './channel-secret.tsx';
import { QuietFields } from './quiet-fields.tsx';

type Parts = { channel: ChannelRowFragment | undefined; known: ChannelsQuery; onClose: () => void };

/** Makes a channel or changes one; one that signs shows its secret, this once. */
export function ChannelDialog({ channel, known, onClose }: Parts) {
  const [made, setMade] = useState<{ name: string; secret: string }>();
  const create = useSend(CreateChannelDocument, (data) => data.createChannel);
  const update = useSend(UpdateChannelDocument, (data) => data.updateChannel);
  const say = useToast();
  const isNew = channel === undefined;
  const { mailFrom } = known.notificationMeans;
  const form = useForm<ChannelField, ChannelForm>({
    initial: channelForm(channel, mailFrom === null ? 'WEBHOOK' : 'EMAIL'),
    fields: channelFields,
    check: problemsInChannel,
    send: async (values) => {
      if (channel !== undefined) {
        const { refusals } = await update({ input: channelChange(channel.id, values) });
        if (refusals.length > 0) return refusals;
      } else {
        const { data, refusals } = await create({ input: newChannel(values) });
        if (refusals.length > 0) return refusals;
        const secret = data?.createChannel.secret;
        if (secret) {
          setMade({ name: values.name.trim(), secret });
          return [];
        }
      }
      say({ words: `${values.name.trim()} is ${isNew ? 'made' : 'changed'}`, kind: 'done' });
      onClose();
      return [];
    },
  });
  if (made !== undefined) return <ChannelSecret {...made} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      title={isNew ? 'New channel' : `Channel ${channel.name}`}
      width="medium"
      verb={isNew ? 'Make the channel' : 'Save'}
      onClose={onClose}
    >
      <ChannelFields form={form} isNew={isNew} known={known} />
    </FormDialog>
  );
}

type FieldsProps = { form: Form<ChannelField, ChannelForm>; isNew: boolean; known: ChannelsQuery };

function ChannelFields({ form, isNew, known }: FieldsProps) {
  const { values } = form;
  const { mailFrom, canSign } = known.notificationMeans;
  const timeZone = known.viewer.tenant?.timeZone ?? 'UTC';
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          {...form.field('name')}
          label={channelFields.name.label}
          placeholder="ops team"
          autoComplete="off"
          value={values.name}
          onChange={(event) => form.change({ name: event.currentTarget.value })}
        />
        <Select
          {...form.field('kind')}
          label={channelFields.kind.label}
          value={values.kind}
          options={channelKinds.map((kind) => ({ value: kind, word: kindWords[kind].word }))}
          isDisabled={!isNew}
          onChange={(kind) => form.change({ kind })}
        />
      </div>
      <p className="text-small text-quiet">
        {kindWords[values.kind].hint}
        {values.kind === 'EMAIL' && mailFrom !== null && ` It comes from ${mailFrom}.`}
        {values.kind === 'EMAIL' && mailFrom === null && ' This installation has no mail server (SMTP_URL).'}
        {values.kind !== 'EMAIL' && !canSign && ' This installation keeps no secrets (TASKFLOW_SECRET_KEY).'}
      </p>
      {values.kind === 'EMAIL' ? (
        <TextArea
          {...form.field('to')}
          label={channelFields.to.label}
          rows={3}
          placeholder="ops@example.com"
          hint="One address on each line."
          value={values.to}
          onChange={(event) => form.change({ to: event.currentTarget.value })}
        />
      ) : (
        <TextField
          {...form.field('url')}
          label={channelFields.url.label}
          placeholder="https://chat.example/hooks/taskflow"
          isMono
          autoComplete="off"
          value={values.url}
          onChange={(event) => form.change({ url: event.currentTarget.value })}
        />
      )}
      <QuietFields form={form} timeZone={timeZone} />
    </>
  );
}
