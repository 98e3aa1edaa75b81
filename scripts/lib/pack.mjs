import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { capture, npm, root } from './run.mjs'
import { workspaces } from './workspaces.mjs'

const target = join(root, '.cache/packed')
let packing

/** Packs every public package as npm would publish it: `[{ name, tarball }]`. Done once a run. */
export function pack() {
  packing ??= packAll()
  return packing
}

async function packAll() {
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const packages = workspaces().filter(({ manifest }) => !manifest.private)
  const names = packages.flatMap(({ name }) => ['--workspace', name])
  const packed = await capture(...npm('pack', '--pack-destination', target, ...names))
  if (packed.code !== 0) throw new Error(`npm pack did not work.\n${packed.stderr}`)
  return packages.map(({ name, manifest }) => {
    const file = `${name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`
    if (!readdirSync(target).includes(file)) throw new Error(`npm pack did not write ${file}.`)
    return { name, tarball: join(target, file) }
  })
}
