// The rules of the house. Each rule is shown a bad snippet first, so that a green rule is one that
// looks. A message says what to write instead.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { callsAtTheTop, consoleUses, repeatedTitles } from './tidy/effects.js'
import {
  deadFiles,
  nodeImports,
  sideImports,
  undeclaredImports,
  upwardImports,
} from './tidy/imports.js'
import {
  isTest,
  type Manifest,
  packageOf,
  parse,
  readManifests,
  readSources,
  root,
  type SourceFile,
} from './tidy/project.js'
import {
  deepInheritance,
  longFiles,
  longFunctions,
  longLines,
  slowLoops,
  wordyComments,
} from './tidy/shape.js'

const everything = readSources()
const sources = everything.filter((file) => !isTest(file))
const tests = everything.filter(isTest)
const manifests = readManifests()
const libraries = sources.filter((file) => ['core', 'learners'].includes(packageOf(file)))

const core = (text: string, name = 'a.ts'): SourceFile => parse(`packages/core/src/${name}`, text)
const breaches = (rule: (file: SourceFile) => string[], files: readonly SourceFile[]) =>
  files.flatMap(rule)

describe('size and form', () => {
  it('a file has at most 300 lines', () => {
    expect(longFiles(core('x\n'.repeat(301)))).toHaveLength(1)
    expect(longFiles(core('x\n'.repeat(300)))).toEqual([])
    expect(breaches(longFiles, sources)).toEqual([])
  })

  it('a function has at most 60 lines', () => {
    expect(longFunctions(core(`class A { b() {${'\n'.repeat(60)}} }`))).toHaveLength(1)
    expect(longFunctions(core(`class A { b() {${'\n'.repeat(59)}} }`))).toEqual([])
    expect(breaches(longFunctions, sources)).toEqual([])
  })

  it('a line has at most 100 columns', () => {
    expect(longLines(core(`${'a'.repeat(100)}\n${'a'.repeat(101)}`))).toHaveLength(1)
    expect(breaches(longLines, everything)).toEqual([])
  })

  it('a class is at most two steps from its contract', () => {
    const chain = 'class A {} class B extends A {} class C extends B {}'
    expect(deepInheritance([core(chain)])).toEqual([])
    expect(deepInheritance([core(`${chain} class D extends C {}`)])).toHaveLength(1)
    expect(deepInheritance(sources)).toEqual([])
  })

  it('a loop over rows has no callback, spread, try or object in it', () => {
    expect(slowLoops(core('class A { learnRow(r) { r.forEach((v) => v) } }'))).toHaveLength(1)
    expect(slowLoops(core('class A { scoreRow(r) { for (const v of r) v } }'))).toHaveLength(1)
    expect(breaches(slowLoops, sources)).toEqual([])
  })

  it('a comment holds no author, date, licence or type', () => {
    expect(wordyComments(core('/**\n * @author Ann\n * @param {number} x\n */'))).toHaveLength(2)
    expect(breaches(wordyComments, sources)).toEqual([])
  })
})

describe('imports', () => {
  it('core and learners import nothing of Node', () => {
    expect(nodeImports(core("import { readFile } from 'node:fs'"))).toHaveLength(1)
    expect(nodeImports(core("export * from 'path'"))).toHaveLength(1)
    expect(nodeImports(core("const fs = await import('fs/promises')"))).toHaveLength(1)
    expect(breaches(nodeImports, sources)).toEqual([])
  })

  it('a package knows only the packages below it', () => {
    expect(upwardImports(core("import { tree } from '@coelho/learners'"))).toHaveLength(1)
    expect(upwardImports(core("import { Row } from '@coelho/core'"))).toHaveLength(1)
    const kafka = parse('packages/kafka/src/a.ts', "import '@coelho/serve'; import '@coelho/core'")
    expect(upwardImports(kafka)).toHaveLength(1)
    expect(breaches(upwardImports, sources)).toEqual([])
  })

  it('no relative import leaves its package', () => {
    expect(sideImports(core("import '../../learners/src/index.js'"))).toHaveLength(1)
    expect(sideImports(core("import '../b.js'", 'data/a.ts'))).toEqual([])
    expect(breaches(sideImports, everything)).toEqual([])
  })

  it('what a package imports is among its dependencies', () => {
    const manifest: Manifest = { name: '@coelho/core', dependencies: { known: '1' } }
    const file = core("import 'known/part'; import '@scope/unknown/part'")
    expect(undeclaredImports(file, manifest)).toHaveLength(1)
    const found = sources.map((file) => undeclaredImports(file, manifests.get(packageOf(file))!))
    expect(found.flat()).toEqual([])
  })

  it('an entry point leads to every file', () => {
    const exports = { '.': { default: './dist/index.js' } }
    const entry = core("export * from './used.js'", 'index.ts')
    const files = [entry, core('', 'used.ts'), core('', 'dead.ts'), core('', 'used.test.ts')]
    const dead = deadFiles(files, new Map([['core', { name: '@coelho/core', exports }]]))
    expect(dead).toEqual([expect.stringContaining('packages/core/src/dead.ts')])
    const page = parse('packages/web/src/main.ts', "import './App.svelte'")
    const app = parse(
      'packages/web/src/App.svelte',
      "<script>\nimport './a.js'\n</script>\n<p>'</p>",
    )
    const part = parse('packages/web/src/a.ts', '')
    expect(deadFiles([page, app, part], new Map([['web', { name: 'web' }]]))).toEqual([])
    expect(deadFiles(everything, manifests)).toEqual([])
  })
})

describe('effects', () => {
  it('a library does not write to the console', () => {
    expect(consoleUses(core("console.log('a')"))).toHaveLength(1)
    expect(breaches(consoleUses, sources)).toEqual([])
  })

  it('a module calls nothing when it is loaded, unless the call is marked as pure', () => {
    expect(callsAtTheTop(core('const a = f(1)'))).toHaveLength(1)
    expect(callsAtTheTop(core('class A { static b = new Map() }'))).toHaveLength(1)
    expect(callsAtTheTop(core('const a = /* @__PURE__ */ f(1), b = () => f(1)'))).toEqual([])
    expect(callsAtTheTop(core('class A { b = new Map(); c() { f(1) } }'))).toEqual([])
    expect(breaches(callsAtTheTop, libraries)).toEqual([])
  })
})

describe('tests', () => {
  it('a title stands once in a file', () => {
    const twice = "describe('a', () => { it('b', f); it('b', f) })"
    expect(repeatedTitles(core(twice))).toHaveLength(1)
    expect(repeatedTitles(core("describe('a', () => it('b', f)); it('b', f)"))).toEqual([])
    expect(breaches(repeatedTitles, tests)).toEqual([])
  })
})

describe('the lock file', () => {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const packages: Record<string, { optionalDependencies?: object }> = JSON.parse(lock).packages
  const renewed = 'delete it and run npm install --package-lock-only'

  it('names no place to download from', () => {
    const places = lock.match(/"resolved": "https?:[^"]*"/g) ?? []
    expect(places, 'npm config set omit-lockfile-registry-resolved true').toEqual([])
  })

  it('holds the parts of every tool for every system', () => {
    const held = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)))
    const wanted = Object.values(packages).flatMap((one) =>
      Object.keys(one.optionalDependencies ?? {}),
    )
    expect(
      wanted.filter((name) => !held.has(name)),
      renewed,
    ).toEqual([])
  })
})
