import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '#components/address/link.tsx';

/** The way back to where a page belongs, before its title. */
export function Trail({ href, children }: { href: string; children: ReactNode }) {
  return (
    <span className="-mr-1.5 flex items-center gap-1 text-quiet">
      <Link href={href} className="rounded hover:text-ink hover:underline">
        {children}
      </Link>
      <ChevronRight aria-hidden size={14} />
    </span>
  );
}
