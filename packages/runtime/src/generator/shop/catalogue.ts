import { math } from '@coelho/core'
import { rounded } from '../decimals.js'
import type { Draws } from '../draws.js'

export interface Product {
  readonly id: string
  readonly category: string
  readonly price: number
  readonly path: string
}

const CATEGORIES: readonly string[] = [
  ...['Electronics', 'Fashion', 'Home', 'Beauty', 'Sports', 'Books', 'Grocery', 'Toys'],
]
const WORDS: readonly string[] = [
  ...['red', 'small', 'cheap', 'new', 'best', 'light', 'green', 'large', 'wireless', 'cotton'],
  ...['shoes', 'lamp', 'phone', 'chair', 'bag', 'coffee', 'watch', 'puzzle', 'desk', 'novel'],
]

/** The products of the shop, the cheapest first. */
export class Catalogue {
  private readonly products: readonly Product[]

  constructor(count: number, draws: Draws) {
    this.products = Array.from({ length: count }, (_, i) => {
      const category = draws.pick(CATEGORIES)
      const id = `prod_${1000 + i}`
      // From 4 to some 1,500: each is a little dearer than the one before.
      const level = math.exp((i / count) * math.log(380))
      const price = rounded(4 * level * draws.between(0.97, 1.03), 2)
      return { id, category, price, path: `${category.toLowerCase()}/${id}` }
    })
  }

  /** A product at about this level, from the cheapest (0) to the dearest (1). */
  near(level: number, spread: number, draws: Draws): Product {
    const { length } = this.products
    const at = Math.floor(length * (level + spread * draws.gauss()))
    return this.products[Math.min(length - 1, Math.max(0, at))]!
  }
}

export function searchWords(draws: Draws): string {
  const words = Array.from({ length: 1 + draws.below(3) }, () => draws.pick(WORDS))
  return words.join(' ')
}
