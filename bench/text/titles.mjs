// Product titles of 27 classes, from a seed: the same for all contenders, as files in .cache/.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { random } from '@coelho/learners'
import * as paths from '../paths.mjs'

export const folder = join(paths.cache, 'titles')
export const classes = 27
export const counts = { train: 40_000, test: 10_000 }

const syllables =
  'ba be bi bo ca ce co da de di do fa fe fi ga go ha he ka ki ko la le li lo ma me mi mo na ne ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi wa we za zo'
const units = ['ml', 'g', 'kg', 'cm', 'mm', 'l', 'pcs', 'pack', 'inch', 'w', 'v']
const frills =
  'new original premium set with for and the of best quality pro mini plus ultra large small portable classic deluxe'
const colours = 'black white red blue green grey pink brown yellow beige silver gold'

/**
 * A class has nouns of its own, shares others with its two neighbours, and pairs of words that
 * many classes use one by one. Brands sell in a few classes. One label in fifty is wrong.
 */
class Shop {
  constructor(seed) {
    this.rng = new random.Random(seed)
    this.made = new Set()
    this.parts = syllables.split(' ')
    this.common = this.words(240)
    this.brands = this.words(500)
    this.nouns = Array.from({ length: classes }, () => this.words(70))
    this.pairs = Array.from({ length: classes }, () =>
      Array.from({ length: 25 }, () => [this.pick(this.common), this.pick(this.common)]),
    )
    this.sold = Array.from({ length: classes }, () => this.words(0, 60, this.brands))
  }

  words(count, drawn = 0, from = []) {
    const words = Array.from({ length: drawn }, () => this.pick(from))
    while (words.length < count) {
      const length = 2 + Math.floor(this.rng.random() * 3)
      const word = Array.from({ length }, () => this.pick(this.parts)).join('')
      if (this.made.has(word)) continue
      this.made.add(word)
      words.push(word)
    }
    return words
  }

  pick(list) {
    return list[Math.floor(this.rng.random() * list.length)]
  }

  /** The first of a list are the most frequent, as words are. */
  often(list) {
    return list[Math.floor(list.length ** this.rng.random()) - 1] ?? list[0]
  }

  chance(share) {
    return this.rng.random() < share
  }

  noun(label) {
    const step = this.chance(0.7) ? 0 : this.chance(0.5) ? 1 : classes - 1
    return this.often(this.nouns[(label + step) % classes])
  }

  title() {
    const label = Math.floor(classes * this.rng.random() ** 1.5) // some classes are frequent
    const words = []
    if (this.chance(0.7))
      words.push(this.chance(0.8) ? this.often(this.sold[label]) : this.pick(this.brands))
    if (this.chance(0.75)) words.push(this.noun(label))
    if (this.chance(0.6)) words.push(...this.often(this.pairs[label]))
    for (let i = Math.floor(4 * this.rng.random()); i > 0; i--) words.push(this.often(this.common))
    if (this.chance(0.5)) words.push(this.pick(colours.split(' ')))
    if (this.chance(0.4)) words.push(this.often(frills.split(' ')))
    if (this.chance(0.5))
      words.push(`${1 + Math.floor(500 * this.rng.random() ** 3)}${this.pick(units)}`)
    if (this.chance(0.3))
      words.push(`${this.pick(this.parts)}${Math.floor(1e5 * this.rng.random())}`)
    if (words.length < 2) words.push(this.noun(label))
    const told = this.chance(0.02) ? Math.floor(classes * this.rng.random()) : label
    return { title: words.map((word) => this.spelled(word)).join(' '), label: `class ${told}` }
  }

  /** Capitals, and now and then a letter that is missing. */
  spelled(word) {
    if (this.chance(0.03) && word.length > 4) {
      const at = 1 + Math.floor((word.length - 1) * this.rng.random())
      return word.slice(0, at) + word.slice(at + 1)
    }
    return this.chance(0.4) ? word[0].toUpperCase() + word.slice(1) : word
  }
}

/** Writes both files unless they are there: a JSON object a line. */
export function ensureTitles() {
  mkdirSync(folder, { recursive: true })
  if (existsSync(join(folder, 'test.jsonl'))) return
  const shop = new Shop(27)
  for (const [name, count] of Object.entries(counts)) {
    const lines = Array.from({ length: count }, () => JSON.stringify(shop.title()))
    writeFileSync(join(folder, `${name}.jsonl`), `${lines.join('\n')}\n`)
  }
}
