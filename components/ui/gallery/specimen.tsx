import type { ReactNode } from 'react';

/** One subject of the page. */
export function Specimen({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h2 className="text-small font-semibold text-quiet">{title}</h2>
      {children}
    </section>
  );
}
