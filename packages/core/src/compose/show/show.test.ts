import { describe, expect, it } from 'vitest'
import { Centre, Majority } from '../../base/toys.test-support.js'
import {
  FuncTransformer,
  Pipeline,
  Select,
  TargetTransformRegressor,
  TransformerProduct,
  TransformerUnion,
} from '../index.js'
import { AboveAll, barrier, Offset } from '../toys.test-support.js'

function total(x: { a: number; b: number }) {
  return { total: x.a + x.b }
}

describe('debugOne', () => {
  it('shows an event and what each step makes of it, branches indented', () => {
    const union = new TransformerUnion(total, new Pipeline(new Select('a'), new Centre()))
    const model = new Pipeline(union, new Majority())
    model.learnOne({ a: 1, b: 2.5 }, 'x')
    model.learnOne({ a: 2, b: 2 }, 'y', { w: 2 })
    const text = model.debugOne({ b: 2000.123456, a: 3, c: true, d: null })
    expect(text.split('\n')).toEqual([
      '0. Input',
      '--------',
      'a: 3 (number)',
      'b: 2,000.12346 (number)',
      'c: true (boolean)',
      'd: null (missing)',
      '',
      '1. Transformer union',
      '--------------------',
      '    1.0 total',
      '    ---------',
      '    total: 2,003.12346 (number)',
      '',
      "    1.1 Pipeline(Select('a'), Centre())",
      '    -----------------------------------',
      '    a: 1.50000 (number)',
      '',
      'a: 1.50000 (number)',
      'total: 2,003.12346 (number)',
      '',
      '2. Majority()',
      '-------------',
      'x: 0.33333',
      'y: 0.66667',
    ])
  })

  it('shows scores, predictions and filters, with as many digits as wanted', () => {
    const options = { showTypes: false, nDecimals: 1 }
    const detector = new Pipeline(new Centre(), new AboveAll())
    detector.learnOne({ a: 0.25 })
    expect(detector.debugOne({ a: 1 }, options)).toMatch(
      /\na: 0\.8\n\n2\. AboveAll.*\n-+\nScore: 0\.8$/,
    )
    const model = new Pipeline(barrier() as never, new Offset())
    model.learnOne({ a: 1 }, 2.25 as never)
    expect(model.debugOne({ a: 1 }, options)).toMatch(
      /Score: 1\nIt passes\.\n\n.*\n-+\nPrediction: 3\.3$/,
    )
    expect(model.debugOne({ a: 101 }, options)).toMatch('It is not learned.')
  })

  it('changes nothing', () => {
    const model = new Pipeline(new Centre(), new Majority())
    model.learnOne({ a: 1 }, 'x')
    model.debugOne({ a: 5, fresh: 1 })
    expect(model.schema.names()).toEqual(['a'])
    expect(model.transformOne({ a: 1 })).toEqual({ a: 0 })
  })
})

describe('a drawing of a pipeline', () => {
  const branched = () =>
    new Pipeline(
      new Centre(),
      [new Pipeline(new Select('a'), total), new Select('b "c"')],
      new Majority(),
    )

  it('shows unions as branches, in the language of Graphviz', () => {
    expect(branched().toDot().split('\n')).toEqual([
      'digraph Pipeline {',
      '  compound=true',
      '  node [shape=box]',
      '  x [shape=plaintext]',
      '  y [shape=plaintext]',
      '  n0 [label="Centre()"]',
      `  n1 [label="Select('a')"]`,
      '  n2 [label="total"]',
      `  n3 [label="Select('b \\"c\\"')"]`,
      '  n4 [label="Majority()"]',
      '  x -> n0',
      '  n0 -> n1',
      '  n1 -> n2',
      '  n0 -> n3',
      '  n2 -> n4',
      '  n3 -> n4',
      '  n4 -> y',
      '}',
    ])
  })

  it('and in that of Mermaid', () => {
    expect(branched().toMermaid().split('\n')).toEqual([
      'flowchart TD',
      '  x(x)',
      '  y(y)',
      '  n0["Centre()"]',
      `  n1["Select('a')"]`,
      '  n2["total"]',
      `  n3["Select('b #34;c#34;')"]`,
      '  n4["Majority()"]',
      '  x --> n0',
      '  n0 --> n1',
      '  n1 --> n2',
      '  n0 --> n3',
      '  n2 --> n4',
      '  n3 --> n4',
      '  n4 --> y',
    ])
  })

  it('shows a product as a box of its own, and what a model holds in a frame', () => {
    const product = new TransformerProduct(new Select('a'), new FuncTransformer({ func: total }))
    const held = new TargetTransformRegressor({
      regressor: new Pipeline(new Centre(), new Offset()),
      func: Math.log,
      inverseFunc: Math.exp,
    })
    const dot = new Pipeline(product, held).toDot()
    expect(dot).toMatch('n2 [label="TransformerProduct"]')
    expect(dot).toMatch('  n0 -> n2\n  n1 -> n2')
    expect(dot).toMatch('subgraph cluster_n3 {\n    n3 [label="TargetTransformRegressor"]\n    n4')
    expect(dot).toMatch('  n2 -> n3\n')
    expect(dot).toMatch('  n3 -> y\n')
    const mermaid = new Pipeline(product.clone(), held).toMermaid()
    expect(mermaid).toMatch('subgraph gn3 ["TargetTransformRegressor"]')
  })
})
