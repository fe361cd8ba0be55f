import type { ReactNode } from 'react';
import { Link } from '#components/address/link.tsx';

/** The way back to where a page belongs, before its title. */
export function Trail({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="link text-quiet">
      {children}
    </Link>
  );
}
