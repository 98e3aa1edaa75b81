import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'coelho-no-code-'))
const file = join(folder, 'run.mjs')
const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Learns and predicts in a process of its own, and prints what came out. */
const PROGRAM = `
  import { compose, Frame, naiveBayes, preprocessing, snapshot, tree } from '@coelho/learners'
  const events = Array.from({ length: 500 }, (_, i) => [
    { a: (i * 37) % 101, b: (i * 53) % 17, ...(i % 3 ? { c: i % 5 } : {}), ['__proto__x']: i % 2 },
    (i * 37) % 101 > 50 ? 'high' : 'low',
  ])
  const models = [
    new naiveBayes.GaussianNB(),
    new tree.HoeffdingTreeClassifier({ gracePeriod: 50 }),
    new compose.Pipeline(new preprocessing.StandardScaler(), new naiveBayes.GaussianNB()),
  ]
  const out = models.map((model) => {
    for (const [x, y] of events) model.learnOne(x, y)
    return events.slice(0, 30).map(([x]) => [...model.predictProbaOne(x)])
  })
  const scaler = new preprocessing.StandardScaler()
  scaler.learnMany(Frame.fromRows(events.map(([x]) => x)))
  out.push(events.slice(0, 30).map(([x]) => scaler.transformOne(x)))
  out.push(models.map((model) => Array.from(snapshot.save(model)).length))
  let mayGenerate = true
  try { new Function('return 1') } catch { mayGenerate = false }
  console.log(JSON.stringify({ mayGenerate, out }))
`

beforeAll(() => {
  buildSync({
    stdin: { contents: PROGRAM, resolveDir: source('.') },
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'node',
    tsconfig: source('../../../../tsconfig.json'), // it leads to the sources
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...flags: string[]) =>
  JSON.parse(execFileSync(process.execPath, [...flags, file], { encoding: 'utf8' }))

describe('where code may not be generated from strings', () => {
  it('learners do the same to the last bit, only slower', () => {
    const free = run()
    const strict = run('--disallow-code-generation-from-strings')
    expect([free.mayGenerate, strict.mayGenerate]).toEqual([true, false])
    expect(strict.out).toEqual(free.out)
    expect(free.out).toHaveLength(5)
  })
})
