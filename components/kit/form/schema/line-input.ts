'use client';

import { type ComponentType, createContext } from 'react';

export type LineInputProps = {
  id: string;
  label: string;
  hint?: string;
  problem: string | undefined;
  value: string;
  onChange: (value: string) => void;
};

/** What a screen draws the lines of a form with, in the place of plain fields; the component must stay the same one. */
export const LineInputContext = createContext<ComponentType<LineInputProps> | undefined>(undefined);
