'use client';

import { SchemaField } from '#components/kit/form/schema/schema-field.tsx';
import { handlerWords } from '#components/nouns/task/task-words.ts';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Select } from '#components/ui/form/select.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { taskBounds } from '#domain/bounds/task.ts';
import { builtinNames } from '#domain/task/handler.ts';
import { HttpFields } from './http-fields.tsx';
import { builtinSentences, optionSchemas, takesOptions } from './option-schemas.ts';
import type { TaskFormProps } from './task-builder.tsx';
import { taskFields } from './task-form.ts';

const kinds = (['HTTP', 'PLUGIN', 'BUILTIN'] as const).map((value) => ({ value, word: handlerWords[value] }));

/** How it is carried out: by one of three kinds, each with fields of its own. */
export function HandlerFields({ form }: TaskFormProps) {
  const { kind } = form.values;
  return (
    <>
      <div className="flex items-center gap-3">
        <span className="font-medium">Carried out by</span>
        <Segmented
          label="Carried out by"
          value={kind}
          options={kinds}
          onChange={(next) => form.change({ kind: next })}
        />
      </div>
      {kind === 'HTTP' && <HttpFields form={form} />}
      {kind === 'PLUGIN' && <PluginFields form={form} />}
      {kind === 'BUILTIN' && <BuiltinFields form={form} />}
    </>
  );
}

function PluginFields({ form }: TaskFormProps) {
  const { pluginId, runtimeUrl } = form.values;
  return (
    <>
      <TextField
        {...form.field('pluginId')}
        label={taskFields.pluginId.label}
        isMono
        autoComplete="off"
        spellCheck={false}
        value={pluginId}
        onChange={(event) => form.change({ pluginId: event.currentTarget.value })}
      />
      <TextField
        {...form.field('runtimeUrl')}
        label={taskFields.runtimeUrl.label}
        isMono
        autoComplete="off"
        spellCheck={false}
        maxLength={taskBounds.urlLengthMax}
        placeholder="https://plugins.example.com"
        hint={`It is asked by POST at /plugin/runtime/${pluginId.trim() || '<plugin>'}/execute.`}
        value={runtimeUrl}
        onChange={(event) => form.change({ runtimeUrl: event.currentTarget.value })}
      />
    </>
  );
}

function BuiltinFields({ form }: TaskFormProps) {
  const { builtin, options } = form.values;
  return (
    <>
      <Select
        label="Builtin"
        value={builtin}
        options={builtinNames.map((value) => ({ value, word: value, hint: builtinSentences[value] }))}
        hint={builtinSentences[builtin]}
        onChange={(next) => form.change({ builtin: next, options: '{}' })}
      />
      {takesOptions(builtin) && (
        <SchemaField
          {...form.field('options')}
          key={builtin}
          label={taskFields.options.label}
          schema={optionSchemas[builtin]}
          hint="The params of a job may give the same settings, and are nearer."
          value={options}
          inner={form.inner('options')}
          onChange={(next) => form.change({ options: next })}
        />
      )}
    </>
  );
}
