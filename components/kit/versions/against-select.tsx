'use client';

import { Select } from '#components/ui/form/select.tsx';

const wholeText = 'none';

type Parts = {
  /** The versions that the one shown may be laid beside. */
  numbers: readonly number[];
  /** The one that it is laid beside; undefined shows its text. */
  against: number | undefined;
  onChange: (against: number | undefined) => void;
};

/** Whether a version is shown as it is or as what it changed; nothing where it is the only one. */
export function AgainstSelect({ numbers, against, onChange }: Parts) {
  if (numbers.length === 0) return null;
  const choices = numbers.map((number) => ({ value: String(number), word: `Compared with version ${number}` }));
  return (
    <div className="w-60">
      <Select
        label="Show"
        isLabelHidden
        isSmall
        value={against === undefined ? wholeText : String(against)}
        options={[{ value: wholeText, word: 'Its text' }, ...choices]}
        onChange={(value) => onChange(value === wholeText ? undefined : Number(value))}
      />
    </div>
  );
}
