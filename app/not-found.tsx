import Link from 'next/link';

export default function NotFound() {
  return (
    <main className="flex flex-col items-start gap-3 p-8">
      <h1 className="text-[1.3rem] font-semibold">There is nothing here</h1>
      <p className="text-quiet">The address is wrong, or what it named is gone.</p>
      <Link className="link" href="/">
        To the overview
      </Link>
    </main>
  );
}
