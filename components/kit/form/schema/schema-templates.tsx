'use client';

import type {
  ArrayFieldItemTemplateProps,
  ArrayFieldTemplateProps,
  FieldTemplateProps,
  ObjectFieldTemplateProps,
} from '@rjsf/utils';
import { Plus, X } from 'lucide-react';
import { Button } from '#components/ui/form/button.tsx';
import { FieldNotes } from '#components/ui/form/field.tsx';
import { IconButton } from '#components/ui/form/icon-button.tsx';

/** A field brings its own label and notes; a group or a list has its problems below. */
export function FieldTemplate({ id, schema, children, rawErrors }: FieldTemplateProps) {
  const isContainer = schema.type === 'object' || schema.type === 'array';
  if (!isContainer) return children;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {children}
      <FieldNotes id={id} problem={rawErrors?.join(' ') || undefined} />
    </div>
  );
}

/** Fields below each other; a group within the form has a name and a line at its side. */
export function ObjectTemplate({ properties, fieldPathId, uiSchema, title }: ObjectFieldTemplateProps) {
  const content = properties
    .filter(({ hidden }) => !hidden)
    .map(({ name, content }) => <Slot key={name}>{content}</Slot>);
  if (fieldPathId.path.length === 0) return <div className="flex min-w-0 flex-col gap-3">{content}</div>;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium">{uiSchema?.['ui:title'] ?? title}</legend>
      <div className="flex min-w-0 flex-col gap-3 border-l-2 border-line pl-3">{content}</div>
    </fieldset>
  );
}

/** A list of values, each with the way out. */
export function ArrayTemplate({ items, canAdd, onAddClick, uiSchema, title }: ArrayFieldTemplateProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">{uiSchema?.['ui:title'] ?? title}</legend>
      <div className="flex min-w-0 flex-col gap-2">
        {items}
        <p className="text-small text-quiet">{uiSchema?.['ui:description']}</p>
        {canAdd === true && (
          <div>
            <Button isSmall Icon={Plus} onClick={(event) => onAddClick(event)}>
              Add one
            </Button>
          </div>
        )}
      </div>
    </fieldset>
  );
}

export function ArrayItemTemplate({ children, buttonsProps, index }: ArrayFieldItemTemplateProps) {
  return (
    <div className="flex min-w-0 items-end gap-2">
      <div className="min-w-0 flex-1">{children}</div>
      {buttonsProps.hasRemove && (
        <IconButton
          label={`Remove number ${index + 1}`}
          Icon={X}
          onClick={(event) => buttonsProps.onRemoveItem(event)}
        />
      )}
    </div>
  );
}

function Slot({ children }: { children: React.ReactNode }) {
  return <div className="min-w-0">{children}</div>;
}
