import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import {
  AirlinePassengers,
  type BundledDataset,
  ChickWeights,
  ImageSegments,
  Phishing,
  SolarFlare,
  TrumpApproval,
} from './index.js'

// SHA-256 of the JSON of all rows that River 0.26.1 gives, whole numbers without a fraction.
const datasets: [BundledDataset<unknown, unknown>, string, object][] = [
  [
    new Phishing(),
    'f549c33f3ffbb7ebb61775ef7c1ec76ef6624db17c0797effd30bfa13f34235d',
    { task: 'Binary classification', nFeatures: 9, nSamples: 1250, nClasses: 2, nOutputs: 1 },
  ],
  [
    new ImageSegments(),
    '79fcc3a13bef25fc890629fd9c3130c9daf412563f1030c1e22267897ad348fc',
    { task: 'Multi-class classification', nFeatures: 18, nSamples: 2310, nClasses: 7, nOutputs: 1 },
  ],
  [
    new TrumpApproval(),
    'ec76bfd9ae8b61f092d674487d89bd41eb627afe12df76ae114857af55e1e818',
    { task: 'Regression', nFeatures: 6, nSamples: 1001, nClasses: undefined, nOutputs: 1 },
  ],
  [
    new AirlinePassengers(),
    '9e81ac9a361fa683cf82aa0da52c760c72724c67d6bd7cd099b5f8fcea7b945f',
    { task: 'Regression', nFeatures: 1, nSamples: 144, nClasses: undefined, nOutputs: 1 },
  ],
  [
    new ChickWeights(),
    'd4e5668a3705457fbe0ed00af6c4c0fffc4ace77af266956868ecc5607944ce0',
    { task: 'Regression', nFeatures: 3, nSamples: 578, nClasses: undefined, nOutputs: 1 },
  ],
  [
    new SolarFlare(),
    '9cb6f8163b64072bd38cce543418a3e4bba65c1cf3d4edd95a56c99feff46630',
    {
      task: 'Multi-output regression',
      nFeatures: 10,
      nSamples: 1066,
      nClasses: undefined,
      nOutputs: 3,
    },
  ],
]

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}

describe.each(datasets)('%s', (dataset, digest, facts) => {
  it('gives River’s rows, to the last digit and in the same order', async () => {
    const rows = JSON.stringify(await all(dataset))
    expect(createHash('sha256').update(rows).digest('hex')).toBe(digest)
  })

  it('tells about itself what is true of its rows', async () => {
    const rows = (await all(dataset)) as [object, unknown][]
    const { task, nFeatures, nSamples, nClasses, nOutputs } = dataset
    expect({ task, nFeatures, nSamples, nClasses, nOutputs }).toEqual(facts)
    expect(rows).toHaveLength(nSamples ?? -1)
    for (const [x] of rows) expect(Object.keys(x)).toHaveLength(nFeatures)
    if (nClasses) expect(new Set(rows.map(([, y]) => y)).size).toBe(nClasses)
  })

  it('starts from the beginning each time, and gives as many as are taken', async () => {
    const first = await all(dataset.take(3))
    expect(first).toHaveLength(3)
    expect(await all(dataset.take(3))).toEqual(first)
    expect(await all(dataset.take(0))).toEqual([])
  })
})

describe('bundled datasets', () => {
  it('print as the code that builds them, and take no options', () => {
    expect(String(new Phishing())).toBe('Phishing()')
    expect(() => new Phishing({ seed: 1 } as never)).toThrow('it takes no options')
  })

  it('are in a bundle only if they are used', async () => {
    const synth = await bundled("import { synth } from './index.ts'; console.log(synth.SEA)")
    expect(synth).not.toMatch(/is_phishing,|passengers\n/)
    const one = await bundled("import { Phishing } from './index.ts'; console.log(new Phishing())")
    expect(one).toMatch(/,is_phishing\n/)
    expect(one).not.toMatch(/,you_gov\n|passengers\n/)
  })

  it('are loaded only if they are read', async () => {
    const code = "import { Phishing } from './index.ts'; console.log(new Phishing())"
    expect(await bundled(code, true)).not.toMatch(/,is_phishing\n/)
  })

  it('are written so that all together stay below half a megabyte', async () => {
    const names = ['phishing', 'image-segments', 'trump-approval', 'solar-flare']
    const small = ['chick-weights', 'airline-passengers']
    let size = 0
    for (const name of [...names, ...small]) {
      const { text } = (await import(`./data/${name}.ts`)) as { text: string }
      size += text.length
    }
    expect(size).toBeLessThan(500_000)
  })
})

/** The code a bundler makes of this; `splitting`: what of it is loaded at once. */
async function bundled(code: string, splitting = false): Promise<string> {
  const resolveDir = fileURLToPath(new URL('.', import.meta.url))
  const stdin = { contents: code, resolveDir }
  const { outputFiles } = await build({
    stdin,
    splitting,
    bundle: true,
    format: 'esm',
    outdir: 'out',
    write: false,
  })
  return outputFiles.find(({ path }) => path.endsWith('stdin.js'))?.text ?? ''
}
