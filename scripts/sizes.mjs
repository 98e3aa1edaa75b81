// How many bytes a user pays for each entry point, and for each class on its own: bundled,
// minified, compressed. Above its budget, or with a class in it that it should not need, it fails.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundleForAll } from './lib/bundle.mjs'
import { root } from './lib/run.mjs'
import { entryPoints, workspaces } from './lib/workspaces.mjs'

const budgetFile = join(root, 'scripts/size-budgets.json')
const slack = 1.03
const anyEngine = ['@coelho/core', '@coelho/learners']

export default async function sizes(tally) {
  const budgets = JSON.parse(readFileSync(budgetFile, 'utf8'))
  const imports = await listImports()
  const found = []
  for (const one of imports) found.push(await measure(one, namesIn(imports)))
  if (process.env.COELHO_UPDATE) return writeBudgets(found, budgets, tally)

  console.log(table(found, budgets))
  for (const one of found) judge(one, budgets[one.title], tally)
  const gone = Object.keys(budgets).filter((title) => !found.some((one) => one.title === title))
  if (gone.length > 0)
    tally.fail('size-budgets.json', `It has what is no more: ${gone.join(', ')}.`)
}

/** Each entry point whole, then each class of the learners' own folders alone. */
async function listImports() {
  const imports = []
  // What runs on Node only is not bundled, and nobody pays for its bytes.
  const bundled = workspaces().filter(({ name }) => anyEngine.includes(name))
  for (const workspace of bundled) {
    const core = workspace.name === '@coelho/core' ? {} : await import('@coelho/core')
    for (const { specifier } of entryPoints(workspace)) {
      const code = `export * from '${specifier}'`
      imports.push({ title: specifier, code })
      const isFolder = /^@coelho\/learners\/(?!all$)/.test(specifier)
      if (!isFolder) continue
      const names = await learnersIn(specifier, core)
      imports.push(
        ...names.map((name) => {
          const single = `export { ${name} } from '${specifier}'`
          return { title: `${specifier} ${name}`, code: single, name }
        }),
      )
    }
  }
  return imports
}

/** The classes of an entry point that do not come from core. */
async function learnersIn(specifier, core) {
  const coreValues = new Set(Object.values(core).flatMap((part) => [part, ...Object.values(part)]))
  const entries = Object.entries(await import(specifier))
  const isOwnClass = (value) => typeof value === 'function' && /^class\b/.test(String(value))
  return entries
    .filter(([, value]) => isOwnClass(value) && !coreValues.has(value))
    .map(([name]) => name)
}

function namesIn(imports) {
  return imports.flatMap(({ name }) => name ?? [])
}

async function measure({ title, code, name }, names) {
  const options = {
    stdin: { contents: code, resolveDir: root },
    splitting: true,
    outdir: root,
    write: false,
    metafile: true,
  }
  const small = await bundleForAll({ ...options, minify: true })
  const bytes = gzipSync(textAtOnce(small), { level: 9 }).length
  if (!name) return { title, bytes }
  const readable = textAtOnce(await bundleForAll(options))
  const others = names.filter((other) => other !== name && holdsClass(readable, other))
  return { title, bytes, needs: others.sort() }
}

/** The code that is loaded at once; without datasets, which are loaded when they are read. */
function textAtOnce({ outputFiles, metafile }) {
  const texts = new Map(outputFiles.map(({ path, text }) => [relative(root, path), text]))
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [
      relative(root, resolve(path)),
      output,
    ]),
  )
  const entry = [...outputs].find(([, { entryPoint }]) => entryPoint === '<stdin>')[0]
  const parts = new Set([entry])
  for (const part of parts) {
    for (const { path, kind, external } of outputs.get(part).imports) {
      if (kind === 'import-statement' && !external) parts.add(relative(root, resolve(path)))
    }
  }
  return [...parts].map((part) => texts.get(part)).join('')
}

function holdsClass(code, name) {
  return new RegExp(`\\bclass ${name}\\b|\\b${name} = class\\b`).test(code)
}

function judge({ title, bytes, needs }, budget, tally) {
  const advice = 'npm run check -- sizes --update takes what is there now'
  if (!budget) return tally.fail(title, `It has no budget: ${advice}.`)
  const extra = (needs ?? []).filter((name) => !(budget.needs ?? []).includes(name))
  if (bytes > budget.bytes) {
    tally.fail(title, `${bytes} bytes, its budget is ${budget.bytes}. If it must be: ${advice}.`)
  } else if (extra.length > 0) {
    const why = 'Look for a call at the top of a module; if it is meant, list it under "needs".'
    tally.fail(title, `It pulls in ${extra.join(', ')}. ${why}`)
  } else tally.pass()
}

function table(found, budgets) {
  const width = Math.max(...found.map(({ title }) => title.length))
  const lines = found.map(({ title, bytes }) => {
    const limit = budgets[title]?.bytes ?? '-'
    return `  ${title.padEnd(width)} ${String(bytes).padStart(8)} ${String(limit).padStart(8)}`
  })
  return [`  ${'gzip bytes'.padEnd(width)}    today   budget`, ...lines].join('\n')
}

/** Sizes only: what a class may need of others (`needs`) is written by hand. */
function writeBudgets(found, before, tally) {
  const budgets = found.map(({ title, bytes }) => {
    const needs = before[title]?.needs
    const budget = { bytes: Math.ceil((bytes * slack) / 10) * 10 }
    return [title, needs ? { ...budget, needs } : budget]
  })
  writeFileSync(budgetFile, `${JSON.stringify(Object.fromEntries(budgets), null, 2)}\n`)
  tally.pass()
}
