import { describe, expect, it } from 'vitest'
import { Frame } from '../data/frame.js'
import type { Label } from '../data/labels.js'
import type { Row } from '../data/row.js'
import { Schema } from '../data/schema.js'
import { SupervisedTransformer } from './supervised-transformer.js'

/** Names a feature of its output after each target, and refuses one after it has done so. */
class Named extends SupervisedTransformer {
  static override readonly id = 'test.Named'
  readonly output: Schema = new Schema()

  override get outputSchema(): Schema {
    return this.output
  }

  learnRowWith(_row: Row, y: Label): void {
    this.output.add(this.who, String(y), 'number')
    if (y === 'bad') throw new RangeError('bad')
  }

  transformRow(row: Row, out: Row): void {
    out.sameFeatures(row)
  }
}

describe('SupervisedTransformer', () => {
  it.each([
    ['an object', (model: Named) => model.learnOne({ a: 1 }, 'bad')],
    ['a frame', (model: Named) => model.learnMany(Frame.fromRows([{ a: 1 }]), ['bad'])],
  ])('takes back the names of a refused row that came in %s', (_, learn) => {
    const model = new Named()
    model.learnMany(Frame.fromRows([{ a: 1 }, { a: 2 }]), ['x', 'y'])
    expect(() => learn(model)).toThrow('bad')
    model.learnOne({ a: 1 }, 'z')
    expect(model.output.names()).toEqual(['x', 'y', 'z'])
  })
})
