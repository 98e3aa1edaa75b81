import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from '../lib/run.mjs'

const declaration = /^export (?:abstract )?(?:class|function\*?|async function\*?|const) (\w+)/gm

/** By exported name the source files that declare it. */
export function declarations() {
  const files = new Map()
  for (const part of ['core', 'learners']) {
    const folder = join(root, 'packages', part, 'src')
    for (const path of readdirSync(folder, { recursive: true })) {
      if (!path.endsWith('.ts') || /\.test|test-support/.test(path)) continue
      const file = join(folder, path)
      for (const [, name] of readFileSync(file, 'utf8').matchAll(declaration)) {
        files.set(name, [...(files.get(name) ?? []), relative(root, file).replaceAll('\\', '/')])
      }
    }
  }
  return files
}

/** The file of a name of a module: `optim.losses.Quantile` is not `stats.Quantile`. */
export function sourceOf(files, path) {
  const folders = path.split('.').slice(0, -1).map(kebab)
  const found = files.get(path.split('.').at(-1)) ?? []
  const score = (file) => folders.filter((folder) => file.includes(`/${folder}/`)).length
  return [...found].sort(
    (a, b) => score(b) - score(a) || a.length - b.length || (a < b ? -1 : 1),
  )[0]
}

function kebab(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
