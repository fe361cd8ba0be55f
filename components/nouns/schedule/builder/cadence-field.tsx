'use client';

import { Button } from '#components/ui/form/button.tsx';
import { fieldMarks } from '#components/ui/form/field.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { type Cadence, cadenceKinds, cadenceOf, changeKind, cronOf } from './cadence.ts';
import { CadenceDetails } from './cadence-details.tsx';

type CadenceFieldProps = {
  cadence: Cadence;
  cron: string;
  field: string;
  problem: string | undefined;
  onChange: (cadence: Cadence) => void;
};

/** How often: by choosing, or as an expression; each can be looked at as the other. */
export function CadenceField({ cadence, cron, field, problem, onChange }: CadenceFieldProps) {
  return (
    <div {...fieldMarks({ field, problem })} className="flex flex-col gap-3">
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Select
          label="How often"
          value={cadence.kind}
          options={cadenceKinds.map(({ kind, words }) => ({ value: kind, word: words }))}
          onChange={(kind) => onChange(kind === 'raw' ? { kind, cron } : changeKind(cadence, kind))}
        />
        {cadence.kind !== 'raw' && <CadenceDetails cadence={cadence} onChange={onChange} />}
      </div>
      {cadence.kind === 'raw' ? (
        <RawField cron={cron} problem={problem} onChange={onChange} />
      ) : (
        <p className="text-small text-quiet">
          As an expression: <code className="identifier text-ink">{cron}</code>
          {problem !== undefined && <span className="text-failed"> {problem}</span>}
        </p>
      )}
    </div>
  );
}

type RawFieldProps = Pick<CadenceFieldProps, 'cron' | 'problem' | 'onChange'>;

function RawField({ cron, problem, onChange }: RawFieldProps) {
  const preset = cadenceOf(cron);
  const words = cadenceKinds.find(({ kind }) => kind === preset.kind)?.words;
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label="Expression"
        isMono
        spellCheck={false}
        autoComplete="off"
        value={cron}
        problem={problem}
        onChange={(event) => onChange({ kind: 'raw', cron: event.currentTarget.value })}
        hint={
          <>
            Minute, hour, day of month, month, day of week: <code className="identifier">30 7 * * mon-fri</code>,{' '}
            <code className="identifier">0 18 LW * *</code>, <code className="identifier">0 9 * * 1#2</code>. Or{' '}
            <code className="identifier">@daily</code>, <code className="identifier">weekends at 09:30</code>,{' '}
            <code className="identifier">every 15 minutes</code>.
          </>
        }
      />
      {preset.kind !== 'raw' && words !== undefined && (
        <div>
          <Button isSmall onClick={() => onChange(preset)} data-whole={cronOf(preset)}>
            Edit as “{words}”
          </Button>
        </div>
      )}
    </div>
  );
}
