import { notFound } from 'next/navigation';

/** Every address that no other page has: who took a wrong turn keeps the navigation. */
export default function NowherePage() {
  notFound();
}
