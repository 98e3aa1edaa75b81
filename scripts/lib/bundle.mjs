import { optionalPackages } from './workspaces.mjs'

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
