// The checker of examples, shown examples that are wrong.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compile } from './doc-examples/compile.mjs'
import { check, checkNow } from './doc-examples/expect.mjs'
import { typeFaults } from './doc-examples/types.mjs'

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor

async function run(code: string): Promise<number> {
  const { text, checks } = compile(code)
  await new AsyncFunction('__check', '__checkNow', text)(check, checkNow)
  return checks
}

describe('an example', () => {
  it.each([
    ['a value', '1 + 1 // => 2'],
    ['an object', '({ a: [1, undefined] }) // => { a: [1, undefined] }'],
    ['a map, as it is printed', "new Map([['a', 1]]) // => Map(1) { 'a' => 1 }"],
    ['a part of a value', '1 / 3 // => 0.333…'],
    ['the next line', "'ab'.repeat(2)\n// => 'abab'"],
    ['a text of several lines', "'a\\nb'\n// => a\n//    b"],
    ['what a declaration holds', 'const a = 2 // => 2\na * 2 // => 4'],
    ['what is printed', "console.log('a', 1) // => a 1"],
    ['a promise', 'await Promise.resolve(3) // => 3'],
    ['an error by its text', "null.x // => throws Cannot read properties of null (reading 'x')"],
    ['an error by its name', 'null.x // => throws TypeError'],
    ['a statement inside a loop', 'for (const a of [1, 1]) {\n  a // => 1\n}'],
    ['a statement inside a callback', '[1].forEach((a) => {\n  a // => 1\n})'],
  ])('may show %s', async (_, code) => {
    expect(await run(code)).toBeGreaterThan(0)
  })

  it.each([
    ['another value', '1 + 1 // => 3'],
    ['another type', "1 // => '1'"],
    ['another object', '({ a: 1, b: 2 }) // => { a: 1 }'],
    ['a map that reads otherwise', "new Map([['a', 1]]) // => Map(1) { 'a' => 2 }"],
    ['another beginning', '1 / 3 // => 0.334…'],
    ['another second line', "'a\\nc'\n// => a\n//    b"],
    ['no error', '1 // => throws Error'],
    ['another error', 'null.x // => throws RangeError'],
    ['an error it does not tell of', 'null.x // => 1'],
    ['another value inside a callback', '[1].forEach((a) => {\n  a // => 2\n})'],
  ])('fails if the code gives %s', async (_, code) => {
    await expect(run(code)).rejects.toThrow()
  })

  it('names what it uses and does not declare', () => {
    const { free } = compile('const b = f(a.c, { d: e })\nb // => 1')
    expect(free).toEqual(['f', 'a', 'e'])
  })
})

describe('the types of examples', () => {
  it('are looked at by the compiler, which tells where', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'coelho-examples-'))
    const page = (code: string) => ({ code, isPage: true })
    const examples = [
      page('const a: number = 1\na'),
      page("const b = 1\nconst c: number = 'text'\nconst d: number = c"),
      { code: 'join(1)', isPage: false },
    ]
    const faults = await typeFaults(examples, folder, () => "import { join } from 'node:path'")
    await rm(folder, { recursive: true })
    expect(faults.map(({ index, line }) => [index, line])).toEqual([
      [1, 1],
      [2, 0],
    ])
    expect(faults[0].message).toContain("Type 'string' is not assignable to type 'number'")
  })
})
