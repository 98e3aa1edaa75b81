import { optionalPackages } from './workspaces.mjs'

/** Bundles TypeScript of the repository for Node, which finds packages by itself. */
export async function bundleForNode(options) {
  const { build } = await import('esbuild')
  return build({
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    tsconfigRaw: '{}', // its paths lead to the sources
    ...options,
  })
}

/** Bundles what runs in every engine: esbuild refuses `node:` imports on a neutral platform. */
export async function bundleForAll(options) {
  const { build } = await import('esbuild')
  return build({
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external: optionalPackages(),
    tsconfigRaw: '{}', // its paths lead to the sources
    logLevel: 'silent',
    ...options,
  })
}
