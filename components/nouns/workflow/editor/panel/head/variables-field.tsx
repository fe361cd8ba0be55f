'use client';

import { Plus, X } from 'lucide-react';
import { printJson, readJson } from '#components/kit/form/schema/json-text.ts';
import type { Editing } from '#components/nouns/workflow/editor/model/use-editing.ts';
import { SettledField } from '#components/nouns/workflow/editor/panel/settled-field.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';
import { Select } from '#components/ui/form/select.tsx';
import type { Json, JsonObject } from '#domain/value/json.ts';
import { type Variable, type VariableType, variableTypes } from '#domain/workflow/definition.ts';

type Parts = { editing: Editing; variables: Record<string, Variable> };

/** The variables of a workflow: what a run of it is given. */
export function VariablesField({ editing, variables }: Parts) {
  const names = Object.keys(variables);
  const add = () => {
    let name = 'variable';
    for (let number = 2; names.includes(name); number += 1) name = `variable${number}`;
    editing.change({ kind: 'set-variable', name, variable: { type: 'string' } });
  };
  return (
    <section aria-label="Variables" className="flex flex-col gap-2">
      <h2 className="font-medium">Variables</h2>
      {names.length === 0 && <p className="text-small text-quiet">A run is given nothing.</p>}
      <ul className="flex flex-col gap-3">
        {Object.entries(variables).map(([name, variable]) => (
          <li key={name} className="border-l-2 border-line pl-2">
            <OneVariable editing={editing} name={name} variable={variable} />
          </li>
        ))}
      </ul>
      {!editing.isReadOnly && (
        <span>
          <Button isSmall Icon={Plus} onClick={add}>
            Add a variable
          </Button>
        </span>
      )}
    </section>
  );
}

const types = variableTypes.map((value) => ({ value, word: value }));

function OneVariable({ editing, name, variable }: { editing: Editing; name: string; variable: Variable }) {
  const { change, isReadOnly } = editing;
  const put = (changes: Partial<Variable>) =>
    change({ kind: 'set-variable', name, variable: printVariable({ ...variable, ...changes }) });
  const { default: fallback } = variable;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-1">
        <div className="min-w-0 flex-1">
          <SettledField
            label={`Name of ${name}`}
            isLabelHidden
            isMono
            isReadOnly={isReadOnly}
            value={name}
            onSettle={(to) => to !== '' && change({ kind: 'rename-variable', name, to })}
          />
        </div>
        <Select
          label={`Type of ${name}`}
          isLabelHidden
          className="w-24"
          isDisabled={isReadOnly}
          value={variable.type}
          options={types}
          onChange={(type) => change({ kind: 'set-variable', name, variable: printVariable(ofType(variable, type)) })}
        />
        {!isReadOnly && (
          <IconButton
            isSmall
            label={`Remove ${name}`}
            Icon={X}
            onClick={() => change({ kind: 'set-variable', name, variable: undefined })}
          />
        )}
      </div>
      <div className="flex items-center gap-3">
        <Checkbox
          label="Required"
          isDisabled={isReadOnly}
          checked={variable.required}
          onChange={(required) => put({ required })}
        />
        <div className="min-w-0 flex-1">
          <SettledField
            label={`Default of ${name}`}
            isLabelHidden
            isMono
            placeholder="default"
            isReadOnly={isReadOnly}
            value={fallback === undefined ? '' : shownDefault(fallback)}
            onSettle={(text) => change({ kind: 'set-variable', name, variable: withDefault(variable, text) })}
          />
        </div>
      </div>
    </div>
  );
}

function printVariable({ type, required, default: fallback }: Variable): JsonObject {
  return { type, ...(required && { required }), ...(fallback !== undefined && { default: fallback }) };
}

// A default of another type would be a problem at once, and is seldom meant.
function ofType({ required }: Variable, type: VariableType): Variable {
  return { type, required };
}

function withDefault({ type, required }: Variable, text: string): JsonObject {
  if (text === '') return printVariable({ type, required });
  const read = type === 'string' ? text : (readJson(text) ?? text);
  return printVariable({ type, required, default: read });
}

function shownDefault(value: Json): string {
  return typeof value === 'string' ? value : printJson(value).replaceAll(/\s*\n\s*/g, ' ');
}
