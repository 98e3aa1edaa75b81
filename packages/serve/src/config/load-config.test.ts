import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UsageError } from '../failure.js'
import { loadConfig, loadConfigIfAny } from './load-config.js'

let folder = ''

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'coelho-config-')))
})
afterAll(() => rm(folder, { recursive: true }))

async function write(path: string, text: string): Promise<string> {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  return file
}

/** What is needed of a project to be one. */
const project = (name: string) => `{ name: '${name}', parse() {}, options: {} }`

/** What is said of a configuration that cannot be used. */
async function refusal(path: string, text: string): Promise<string> {
  const file = await write(path, text)
  const error: Error = await loadConfig(folder, file).then(
    () => new Error('it was taken'),
    (thrown) => thrown,
  )
  expect(error).toBeInstanceOf(UsageError)
  return error.message.replaceAll(folder, '')
}

describe('a configuration', () => {
  it('is the nearest one in the folder and above', async () => {
    const outer = await write(
      'near/coelho.config.ts',
      `export default { projects: [${project('outer')}] }`,
    )
    const inner = await write(
      'near/a/coelho.config.mjs',
      `export default { projects: [${project('inner')}] }`,
    )
    await mkdir(join(folder, 'near/a/b/c'), { recursive: true })
    expect((await loadConfig(join(folder, 'near/a/b/c'))).path).toBe(inner)
    expect((await loadConfig(join(folder, 'near'))).path).toBe(outer)
    expect((await loadConfig(join(folder, 'near/a'), '../coelho.config.ts')).path).toBe(outer)
  })

  it('may be TypeScript, with modules beside it and paths of a tsconfig.json', async () => {
    await write(
      'ts/tsconfig.json',
      '{ "compilerOptions": { "paths": { "@/*": ["./lib/*"] } } } // ok',
    )
    await write('ts/lib/far.ts', 'export const far: string = "far"')
    await write('ts/lib/near.ts', 'export enum Near { Name = "near" }')
    await write('ts/lib/data.json', '{ "name": "data" }')
    const file = await write(
      'ts/coelho.config.ts',
      `import { far } from '@/far'
      import { Near } from './lib/near.js'
      import data from './lib/data.json'
      const waited: string = await Promise.resolve('waited')
      const names = [far, Near.Name, data.name, waited] satisfies string[]
      export default { projects: names.map((name) => ({ name, parse: () => {} })) } as const`,
    )
    const { projects } = await loadConfig(dirname(file))
    expect(projects.map(({ name }) => name)).toEqual(['far', 'near', 'data', 'waited'])
  })

  it('that is not there is said to be missing, with what to do', async () => {
    await mkdir(join(folder, 'empty'))
    await expect(loadConfig(join(folder, 'empty'))).rejects.toThrow(
      `no coelho.config.ts in ${folder}/empty or above. It must say what can be trained, ` +
        '`export default defineConfig({ projects: [...] })`; --config names another file.',
    )
    expect(await loadConfigIfAny(join(folder, 'empty'))).toBeUndefined()
    await expect(loadConfigIfAny(folder, 'mine.ts')).rejects.toThrow(
      `there is no configuration ${folder}/mine.ts (--config).`,
    )
  })

  it('that cannot be loaded is told with the file and the line that are to blame', async () => {
    expect(await refusal('a.ts', 'const a = 1\n\nexport default {{')).toBe(
      '/a.ts:3: cannot be loaded: ParseError: Unexpected token',
    )
    expect(await refusal('b.ts', '\nthrow new Error("not today")')).toBe(
      '/b.ts:2: cannot be loaded: not today',
    )
    await write('lib/bad.ts', 'export const a = 1\nnull.name')
    expect(await refusal('c.ts', 'import { a } from "./lib/bad"\nexport default a')).toBe(
      "/c.ts, /lib/bad.ts:2: cannot be loaded: Cannot read properties of null (reading 'name')",
    )
    expect(await refusal('d.ts', 'import { z } from "no-such-package"\nexport default z')).toBe(
      "/d.ts: cannot be loaded: Cannot find module 'no-such-package'",
    )
  })

  it('that holds something else is told what was expected, and what came', async () => {
    const object = 'the default export must be defineConfig({ projects: [...] })'
    expect(await refusal('e.ts', 'export default 7')).toBe(`/e.ts: ${object}, got 7.`)
    expect(await refusal('f.ts', 'export const names = []')).toMatch(object)
    expect(await refusal('g.ts', 'export default { projects: ["fraud"] }')).toBe(
      '/g.ts: projects must come from defineProject, got "fraud".',
    )
    const two = `[${project('a')}, ${project('a')}]`
    expect(await refusal('h.ts', `export default { projects: ${two} }`)).toBe(
      '/h.ts: each project must have a name of its own, got "a".',
    )
    const start = `export default { projects: [${project('a')}],`
    expect(await refusal('i.ts', `${start} generators: { b: () => [] } }`)).toBe(
      '/i.ts: generators must be named as projects are, got "b".',
    )
    expect(await refusal('j.ts', `${start} generators: { a: 'cards' } }`)).toBe(
      '/j.ts: the generator of a must be a function of options, got "cards".',
    )
    expect(await refusal('k.ts', `${start} store: 5 }`)).toBe('/k.ts: store must be a URL, got 5.')
    expect(await refusal('l.ts', `${start} kafka: 'localhost:9092' }`)).toBe(
      '/l.ts: kafka must be an object such as { brokers: ["localhost:9092"] }, ' +
        'got "localhost:9092".',
    )
  })
})
