import type { Row } from '../data/row.js'
import { ProductTable } from './product-table.js'
import { TransformerUnion } from './transformer-union.js'

/**
 * Transformers side by side: each feature that comes out of one is multiplied by each that comes
 * out of the others, and named by all of them.
 *
 * @example
 * const product = new compose.TransformerProduct(
 *   new compose.Select('width', 'depth'),
 *   new compose.Select('height'),
 * )
 * product.transformOne({ width: 2, depth: 5, height: 3 })
 * // => { 'width*height': 6, 'depth*height': 15 }
 */
export class TransformerProduct extends TransformerUnion {
  static override readonly id = 'compose.TransformerProduct'

  private table: ProductTable | undefined

  override get takesBlocks(): boolean {
    return false
  }

  protected override combine(parts: readonly Row[], out: Row): void {
    const { list } = this.branches
    this.table ??= new ProductTable(
      this.who,
      list.map((step) => step.outputSchema),
      this.output,
    )
    this.table.multiply(parts, out)
  }
}
