import Link from 'next/link';
import type { ReactNode } from 'react';

/** The way back to where a page belongs, before its title. */
export function Trail({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="link text-quiet">
      {children}
    </Link>
  );
}
