'use client';

import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { SettledField } from '#components/nouns/workflow/editor/panel/settled-field.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { FieldNotes } from '#components/ui/form/field.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import type { Json } from '#domain/value/json.ts';
import { ExpressionLine } from './expression-line.tsx';
import { type Row, type RowsKind, rowsOf, writtenRows } from './rows.ts';

type Parts = {
  label: string;
  /** What one row is called. */
  row: string;
  kind: RowsKind;
  hint?: string | undefined;
  placeholder?: string | undefined;
  problem?: string | undefined;
  isReadOnly: boolean;
  step: string;
  said: Json | undefined;
  onChange: (value: Json | undefined) => void;
};

/** A list of texts, or names with a value each. */
export function RowsField(parts: Parts) {
  const { label, row: noun, kind, hint, problem, isReadOnly, said, onChange } = parts;
  const id = useId();
  const written = rowsOf(said);
  const [begun, setBegun] = useState<Row>();
  const rows = begun === undefined ? written : [...written, begun];
  const put = (index: number, next: Row | undefined) => {
    const changed = rows.flatMap((row, place) => (place === index ? (next ?? []) : [row]));
    const last = index === written.length ? next : begun;
    const isWhole = last === undefined || writtenRows([last], kind) !== undefined;
    setBegun(isWhole ? undefined : last);
    onChange(writtenRows(changed, kind));
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5" aria-labelledby={id}>
      <span id={id} className="font-medium">
        {label}
      </span>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is what stands in its place
        <OneRow key={index} {...parts} row={row} noun={`${noun} ${index + 1}`} onPut={(next) => put(index, next)} />
      ))}
      {!isReadOnly && (
        <span>
          <Button isSmall Icon={Plus} disabled={begun !== undefined} onClick={() => setBegun({ name: '', value: '' })}>
            Add a {noun}
          </Button>
        </span>
      )}
      <FieldNotes id={id} hint={hint} problem={problem} />
    </fieldset>
  );
}

type RowParts = Omit<Parts, 'row'> & { row: Row; noun: string; onPut: (row: Row | undefined) => void };

function OneRow({ row, noun, kind, placeholder, isReadOnly, step, onPut }: RowParts) {
  const capital = `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`;
  const valueWord = kind === 'amounts' ? 'Amount' : 'Expression';
  return (
    <div className="flex items-start gap-1.5">
      <div className={kind === 'lines' ? 'min-w-0 flex-1' : 'w-28 shrink-0'}>
        <SettledField
          label={capital}
          isLabelHidden
          isMono
          isReadOnly={isReadOnly}
          placeholder={placeholder ?? 'name'}
          value={row.name}
          onSettle={(name) => onPut(name === '' && row.value === '' ? undefined : { ...row, name })}
        />
      </div>
      {kind !== 'lines' && (
        <div className="min-w-0 flex-1">
          <ExpressionLine
            label={`${valueWord} of ${noun}`}
            isLabelHidden
            isReadOnly={isReadOnly}
            place={kind === 'expressions' ? { kind: 'output', stepId: step } : undefined}
            placeholder={kind === 'amounts' ? '1' : 'result.value'}
            value={row.value}
            onChange={(value) => onPut({ ...row, value })}
          />
        </div>
      )}
      {!isReadOnly && <IconButton label={`Remove ${noun}`} Icon={X} onClick={() => onPut(undefined)} />}
    </div>
  );
}
