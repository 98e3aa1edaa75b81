// Runs every example of the documentation against the built packages: what stands under `@example`
// in doc comments, and the blocks of READMEs and guides. `// => value` is what must come out. The
// compiler has to have nothing against them, either.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile } from './doc-examples/compile.mjs'
import { findExamples } from './doc-examples/find.mjs'
import { withoutExample } from './doc-examples/missing.mjs'
import { openScope } from './doc-examples/scope.mjs'
import { typeFaults } from './doc-examples/types.mjs'
import { capture, root } from './lib/run.mjs'

const folder = join(root, '.cache/doc-examples')
const expectFile = join(root, 'scripts/doc-examples/expect.mjs')
const allowedFile = join(root, 'scripts/doc-examples/without-example.json')

export default async function docExamples(tally) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const examples = findExamples()
  const importsFor = await openScope(tally)
  const modules = await writeModules(examples, importsFor, tally)
  const results = await runAll(modules)

  for (const { index } of modules) {
    const found = results.get(index)
    if (found === undefined) tally.fail(place(examples[index]), results.lastWords)
    else if (found.problem) tally.fail(place(examples[index], found.line), found.problem)
    else tally.pass()
  }
  await checkTypes(examples, importsFor, tally)
  reportMissing(tally)
}

async function writeModules(examples, importsFor, tally) {
  const { transform } = await import('esbuild')
  const modules = []
  for (const [index, example] of examples.entries()) {
    const { text, checks, free } = compile(example.code)
    if (checks === 0 && !example.isPage) {
      tally.fail(place(example), 'it shows no result: say what comes out after `// =>`')
      continue
    }
    try {
      const imports = example.isPage ? '' : await importsFor({ file: example.file, free })
      const { code } = await transform(`${imports}\n${text}`, { loader: 'ts', target: 'node20' })
      const helpers = `import { check as __check, checkNow as __checkNow } from '${
        pathToFileURL(expectFile).href
      }'\n`
      const module = join(folder, `${index}.mjs`)
      writeFileSync(module, helpers + code)
      modules.push({ module, index })
    } catch (error) {
      tally.fail(place(example), error.message)
    }
  }
  return modules
}

/** All in one process of their own, which may die: then the rest has no result. */
async function runAll(modules) {
  const list = join(folder, 'list.json')
  const results = join(folder, 'results.jsonl')
  writeFileSync(list, JSON.stringify(modules))
  const child = join(root, 'scripts/doc-examples/child.mjs')
  const ran = await capture(process.execPath, [child, list, results], { timeoutMs: 300_000 })
  const lines = existsSync(results) ? readFileSync(results, 'utf8').trim().split('\n') : []
  const found = new Map(lines.map((line) => JSON.parse(line)).map((one) => [one.index, one]))
  return Object.assign(found, { lastWords: `it was not run to its end\n${ran.stderr}` })
}

async function checkTypes(examples, importsFor, tally) {
  const withTypes = ({ file, code }) => {
    return importsFor({ file, free: compile(code).free, isForTypes: true })
  }
  const faults = await typeFaults(examples, join(folder, 'types'), withTypes)
  if (faults.length === 0) tally.pass()
  for (const { index, line, message } of faults) tally.fail(place(examples[index], line), message)
}

function reportMissing(tally) {
  const allowed = JSON.parse(readFileSync(allowedFile, 'utf8'))
  const { missing, idle } = withoutExample(allowed)
  const advice = 'Add `@example` with a `// =>`, or list a building block in without-example.json.'
  if (missing.length === 0) tally.pass()
  else tally.fail('exports without an example', `${advice}\n${missing.join('\n')}`)
  if (idle.length > 0) tally.fail('without-example.json', `Not needed any more: ${idle.join(', ')}`)
}

function place({ file, line }, offset = 0) {
  return `${relative(root, file)}:${line + offset}`
}
