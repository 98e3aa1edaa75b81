// What the linear models learn from, as files that Python, VW and we read: made once, from a seed.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { random } from '@coelho/learners'
import * as paths from '../paths.mjs'
import { readStream } from '../streams/read.mjs'

export const folder = join(paths.cache, 'linear')
export const rows = { dense: 200_000, text: 20_000, onehot: 100_000 }
const wordsOfText = 50
const vocabulary = 50_000
const sizes = [5, 20, 100, 500, 1000]

export function ensureData() {
  mkdirSync(folder, { recursive: true })
  if (existsSync(join(folder, 'onehot.jsonl'))) return
  const rng = new random.Random(7)
  writeDense()
  writeText(rng)
  const events = Array.from({ length: rows.onehot }, () => {
    const codes = sizes.map((size) => Math.floor(size * rng.random() ** 2))
    const x = Object.fromEntries(codes.map((code, k) => [`f${k}`, `v${code}`]))
    return JSON.stringify({ x, y: rng.random() < (codes[2] % 7) / 7 })
  })
  writeFileSync(join(folder, 'onehot.jsonl'), `${events.join('\n')}\n`)
}

/** The hyperplane stream in VW's own words. */
function writeDense() {
  const { features, values, codes } = readStream('hyperplane', { rows: rows.dense })
  const width = features.length
  const lines = Array.from(codes, (code, i) => {
    const pairs = features.map((name, k) => `${name}:${values[i * width + k]}`)
    return `${code > 0 ? 1 : -1} | ${pairs.join(' ')}`
  })
  writeFileSync(join(folder, 'dense.vw'), `${lines.join('\n')}\n`)
}

/** Texts of fifty words, few of which are frequent. */
function writeText(rng) {
  const texts = []
  const lines = []
  for (let i = 0; i < rows.text; i++) {
    const words = []
    let score = 0
    for (let k = 0; k < wordsOfText; k++) {
      const word = Math.floor(vocabulary ** rng.random())
      words.push(`w${word}`)
      score += ((word * 7919) % 13) - 6
    }
    const y = score + 20 * (rng.random() - 0.5) > 0
    texts.push(JSON.stringify({ x: words.join(' '), y }))
    lines.push(`${y ? 1 : -1} | ${words.join(' ')}`)
  }
  writeFileSync(join(folder, 'text.jsonl'), `${texts.join('\n')}\n`)
  writeFileSync(join(folder, 'text.vw'), `${lines.join('\n')}\n`)
}
