'use client';

import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { SettledField } from '#components/nouns/workflow/editor/panel/settled-field.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { FieldNotes } from '#components/ui/form/field.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import type { Json } from '#domain/value/json.ts';
import { ExpressionLine } from './expression-line.tsx';
import {
  areWritten,
  type HeldRow,
  heldRows,
  type Row,
  type RowsKind,
  rowsProblem,
  withRow,
  writtenRows,
} from './rows.ts';

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
  const { rows, put, begin } = useRows({ said, kind, onChange });
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5" aria-labelledby={id}>
      <span id={id} className="font-medium">
        {label}
      </span>
      {rows.map(({ row }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is what stands in its place
        <OneRow key={index} {...parts} row={row} noun={`${noun} ${index + 1}`} onPut={(next) => put(index, next)} />
      ))}
      {!isReadOnly && (
        <span>
          <Button isSmall Icon={Plus} disabled={begin === undefined} onClick={begin}>
            Add a {noun}
          </Button>
        </span>
      )}
      <FieldNotes id={id} hint={hint} problem={rowsProblem(rows, kind) ?? problem} />
    </fieldset>
  );
}

type Held = { rows: readonly HeldRow[]; known: readonly string[] };

// Rows that cannot be written yet are held here, for as long as the definition says what was written of them.
function useRows({ said, kind, onChange }: Pick<Parts, 'said' | 'kind' | 'onChange'>) {
  const [held, hold] = useState<Held>();
  const now = JSON.stringify(said ?? null);
  const rows = held?.known.includes(now) === true ? held.rows : heldRows(said);
  const begun = { row: { name: '', value: '' }, written: undefined };
  return {
    rows,
    put: (index: number, row: Row | undefined) => {
      const next = withRow(rows, index, { row, kind });
      const written = writtenRows(next, kind);
      const then = JSON.stringify(written ?? null);
      hold(areWritten(next) ? undefined : { rows: next, known: [now, then] });
      if (then !== JSON.stringify(writtenRows(rows, kind) ?? null)) onChange(written);
    },
    /** A new row; none while another one is begun. */
    begin: rows.some(({ written }) => written === undefined)
      ? undefined
      : () => hold({ rows: [...rows, begun], known: [now] }),
  };
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
