'use client';

import { Pause, Play, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useUrlChoice } from '#components/address/use-url.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { Switch } from '#components/ui/form/switch.tsx';
import { TextArea } from '#components/ui/form/text-area.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { KeyHint } from '#components/ui/key-hint.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { Specimen } from './specimen.tsx';

/** Buttons, fields and choices. */
export function GalleryControls({ name }: { name: string }) {
  return (
    <>
      <Specimen title="Buttons">
        <Buttons />
      </Specimen>
      <Specimen title="Fields">
        <Fields />
      </Specimen>
      <Specimen title="Choices">
        <Choices name={name} />
      </Specimen>
    </>
  );
}

function Buttons() {
  return (
    <div className="panel flex flex-wrap items-center gap-2 p-3">
      <Button>Plain</Button>
      <Button kind="primary" Icon={Play}>
        Primary
      </Button>
      <Button kind="danger" Icon={Trash2}>
        Danger
      </Button>
      <Button kind="quiet">Quiet</Button>
      <Button isBusy Icon={RotateCw}>
        Busy
      </Button>
      <Button disabled>Disabled</Button>
      <Button isSmall Icon={Pause}>
        Small
      </Button>
      <ButtonLink isSmall href="#link">
        Link
      </ButtonLink>
      <IconButton label="Retry" Icon={RotateCw} keys="r" />
      <IconButton label="Retry" Icon={RotateCw} isFramed isSmall />
      <CopyButton text="copied" />
      <CopyButton text="copied" words="Copy as cURL" />
      <KeyHint keys="mod+k" />
      <KeyHint keys="g j" />
      <KeyHint keys="Escape" />
    </div>
  );
}

const queues = [
  { value: 'default', word: 'default' },
  { value: 'billing', word: 'billing', hint: 'paused' },
];

function Fields() {
  const [queue, setQueue] = useState<string>();
  return (
    <div className="panel grid grid-cols-2 gap-3 p-3">
      <TextField label="Name" placeholder="send-invoice" hint="Letters, digits and dashes." />
      <TextField label="Cron" isMono defaultValue="0 9 * * 8" problem="The day of the week goes from 0 to 7." />
      <TextField label="Disabled" disabled defaultValue="cannot be changed" />
      <Select label="Queue" value={queue} options={queues} onChange={setQueue} hint="Where its jobs wait." />
      <TextArea label="Params (JSON)" isMono defaultValue={'{ "order": 7 }'} />
      <Select label="Queue" value="billing" options={queues} onChange={setQueue} problem="This queue is gone." />
    </div>
  );
}

const windows = [
  { value: '1h', word: '1 h' },
  { value: '6h', word: '6 h' },
  { value: '24h', word: '24 h' },
];

function Choices({ name }: { name: string }) {
  const [isOn, setIsOn] = useState(true);
  const [span, setSpan] = useState('6h');
  const [tab] = useUrlChoice('tab', ['graph', 'steps', 'events']);
  const tabs = [
    { value: 'graph', word: 'Graph' },
    { value: 'steps', word: 'Steps' },
    { value: 'events', word: 'Events' },
  ] as const;
  return (
    <div className="panel flex flex-col gap-3 p-3">
      <div className="flex flex-wrap items-center gap-5">
        <Checkbox label="Checked" checked={isOn} onChange={setIsOn} />
        <Checkbox label="Some" checked="mixed" onChange={setIsOn} />
        <Checkbox label="None" checked={!isOn} onChange={() => setIsOn(!isOn)} />
        <Checkbox label="Disabled" checked isDisabled onChange={setIsOn} />
        <Switch label="On" checked={isOn} onChange={setIsOn} />
        <Switch label="Off" checked={!isOn} onChange={() => setIsOn(!isOn)} />
        <Segmented label="Window" value={span} options={windows} onChange={setSpan} />
      </div>
      <Tabs label={`Views, ${name}`} tabs={tabs} value={tab} />
    </div>
  );
}
