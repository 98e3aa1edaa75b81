import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './run.mjs'

/** Every package of the repository: `{ folder, name, manifest }`. */
export function workspaces() {
  const base = join(root, 'packages')
  return readdirSync(base).map((folderName) => {
    const folder = join(base, folderName)
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return { folder, name: manifest.name, manifest }
  })
}

/** The ways into a package: `{ specifier, built, source }` for each entry of its exports. */
export function entryPoints({ folder, name, manifest }) {
  const entries = Object.entries(manifest.exports ?? {})
  return entries
    .filter(([, target]) => typeof target === 'object')
    .map(([subpath, target]) => ({
      specifier: join(name, subpath).replaceAll('\\', '/'),
      built: join(folder, target.default),
      source: join(
        folder,
        'src',
        dirname(target.default).replace(/^\.\/dist|^dist/, ''),
        'index.ts',
      ),
    }))
}

/** What users install only if they need it. */
export function optionalPackages() {
  return workspaces().flatMap(({ manifest }) => Object.keys(manifest.peerDependencies ?? {}))
}
