'use client';

import { permissionWords } from '#components/settings/say-role.ts';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { fieldMarks } from '#components/ui/form/field.tsx';
import type { Permission, Role } from '#domain/access/permissions.ts';
import { scopesOf } from './token-form.ts';

type ScopesFieldProps = {
  role: Role;
  without: readonly Permission[];
  field: string;
  problem: string | undefined;
  onChange: (without: Permission[]) => void;
};

/** What a token may do of what its role may do. */
export function ScopesField({ role, without, field, problem, onChange }: ScopesFieldProps) {
  const toggle = (scope: Permission, isOn: boolean) => {
    onChange(isOn ? without.filter((one) => one !== scope) : [...without, scope]);
  };
  return (
    <fieldset {...fieldMarks({ field, problem })}>
      <legend className="mb-1.5 font-medium">May</legend>
      <div className="grid grid-cols-1 gap-x-4 gap-y-1.5 sm:grid-cols-2">
        {scopesOf(role).map((scope) => (
          <Checkbox
            key={scope}
            label={permissionWords[scope]}
            checked={!without.includes(scope)}
            onChange={(isOn) => toggle(scope, isOn)}
          />
        ))}
      </div>
      {problem !== undefined && (
        <p role="alert" className="mt-1 text-small text-failed">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
