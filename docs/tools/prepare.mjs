// What stands beside the pages: the mark, and the modules that live examples import.
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { bundleForAll } from '../../scripts/lib/bundle.mjs'
import { root } from '../../scripts/lib/run.mjs'
import { entryPoints, workspaces } from '../../scripts/lib/workspaces.mjs'
import { docs } from './site.mjs'

const folder = join(docs, 'public/modules')

/** Fills `public/`. Gives the file of each module by the name it is imported by. */
export async function prepare() {
  rmSync(join(docs, 'public'), { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(root, 'packages/dashboard/src/rabbit.svg'), join(docs, 'public/rabbit.svg'))
  const entries = learners()
  const built = await bundleForAll({
    entryPoints: entries.map(({ file, out }) => ({ in: file, out })),
    outdir: folder,
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    splitting: true,
    minify: true,
    // Errors show their names to readers.
    keepNames: true,
    target: 'es2022',
    metafile: true,
  })
  const files = new Map(
    Object.entries(built.metafile.outputs)
      .filter(([, { entryPoint }]) => entryPoint)
      .map(([path, { entryPoint }]) => [resolve(entryPoint), basename(path)]),
  )
  return Object.fromEntries(entries.map(({ name, file }) => [name, files.get(resolve(file))]))
}

/** Every way into `@coelho/learners`, and `live`, by which examples draw. */
function learners() {
  const one = workspaces().find(({ name }) => name === '@coelho/learners')
  const ways = entryPoints(one).map(({ specifier, built }) => {
    if (!existsSync(built)) throw new Error(`${built} is not there: npm run build`)
    const out = specifier.replace('@coelho/', '').replaceAll('/', '-')
    return { name: specifier, file: built, out }
  })
  return [...ways, { name: 'live', file: join(docs, 'live/kit/index.ts'), out: 'live' }]
}
