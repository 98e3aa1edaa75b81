import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from '../lib/run.mjs'
import { entryPoints, workspaces } from '../lib/workspaces.mjs'

/**
 * What an example in a doc comment may name without importing it: what its own entry point
 * exports, what the roots of core and learners export, and the classes inside those namespaces.
 */
export async function openScope(tally) {
  const entries = workspaces().flatMap(entryPoints)
  const modules = new Map()
  for (const { specifier } of entries) {
    try {
      modules.set(specifier, await import(specifier))
    } catch (error) {
      tally.fail(specifier, error.message)
    }
  }
  const roots = ['@coelho/learners', '@coelho/core'].filter((name) => modules.has(name))

  /** For the compiler a part that no entry point exports is the file itself: it has the types. */
  return async function importsFor({ file, free, isForTypes = false }) {
    const near = entries
      .filter(({ source }) => file.startsWith(dirname(source)))
      .sort((a, b) => b.source.length - a.source.length)
      .map(({ specifier }) => specifier)
      .filter((specifier) => modules.has(specifier))
    const far = [...modules.keys()]
    const lines = []
    for (const name of free) {
      const nearby = declares(file, name) ? [...near, ...roots] : [...roots, ...near]
      const places = name in globalThis ? nearby : [...nearby, ...far]
      const place = places.find((specifier) => name in modules.get(specifier))
      if (place) lines.push(`import { ${name} } from '${place}'`)
      else if (declares(file, name)) {
        const part = isForTypes ? file : await single(file)
        lines.push(`import { ${name} } from '${part}'`)
      }
    }
    return lines.join('\n')
  }
}

function declares(file, name) {
  const text = readFileSync(file, 'utf8')
  return new RegExp(`^export (async )?(class|function|const) ${name}\\b`, 'm').test(text)
}

/** A part of a package that no entry point exports, bundled on its own. */
async function single(file) {
  const { build } = await import('esbuild')
  const folder = join(root, '.cache/doc-examples/parts')
  const outfile = join(folder, relative(root, file).replaceAll(/[\\/]/g, '-').replace(/ts$/, 'mjs'))
  mkdirSync(folder, { recursive: true })
  await build({ entryPoints: [file], outfile, bundle: true, format: 'esm', packages: 'external' })
  return outfile
}
