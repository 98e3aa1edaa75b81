import { type Classifier, compose, type Row, random, snapshot } from '@coelho/core'
import { describe, expect, it } from 'vitest'
import { load } from '../all/index.js'
import { BagOfWords } from '../feature-extraction/index.js'
import { BernoulliNB, ComplementNB, MultinomialNB } from './index.js'

/** Words counted in texts of two kinds: new words keep coming. */
function texts(seed: number, count: number): [Record<string, number>, string][] {
  const rng = new random.Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const y = rng.choice(['sport', 'law'])
    const x: Record<string, number> = {}
    for (let k = 0; k < 5; k++) {
      const common = rng.randint(0, 5 + Math.floor(i / 10))
      x[rng.random() < 0.4 ? `${y}${rng.randint(0, 9)}` : `word${common}`] = rng.randint(0, 3)
    }
    return [x, y]
  })
}

describe('MultinomialNB', () => {
  it('agrees with a calculation by hand', () => {
    const model = new MultinomialNB()
    model.learnOne({ goal: 2, ball: 1 }, 'sport')
    model.learnOne({ vote: 3, ball: 1 }, 'law')
    model.learnOne({ vote: 1 }, 'law')
    // Of 3 words in sport and 5 in law, each raised by 1 for each of the 3 that are known.
    const sport = (1 / 3) * (3 / 6) ** 2 * (2 / 6)
    const law = (2 / 3) * (1 / 8) ** 2 * (2 / 8)
    const told = model.predictProbaOne({ goal: 2, ball: 1 })
    expect(told.get('sport')).toBeCloseTo(sport / (sport + law), 12)
    expect(model.jointLogLikelihood({ goal: 2, ball: 1 }).get('law')).toBeCloseTo(Math.log(law), 12)
    expect(model.nTerms).toBe(3)
    expect(model.pClass('law')).toBe(2 / 3)
    expect(model.pFeatureGivenClass('vote', 'law')).toBe(5 / 8)
    expect(model.pFeatureGivenClass('never', 'law')).toBe(1 / 8)
    expect(model.pFeatureGivenClass('vote', 'never')).toBe(1 / 3)
  })

  it('learns a number below 0 as 0', () => {
    const [one, other] = [new MultinomialNB(), new MultinomialNB()]
    one.learnOne({ a: -2, b: 1 }, 'x')
    other.learnOne({ a: 0, b: 1 }, 'x')
    expect(one.pFeatureGivenClass('a', 'x')).toBe(other.pFeatureGivenClass('a', 'x'))
  })
})

describe('ComplementNB', () => {
  it('agrees with a calculation by hand', () => {
    const model = new ComplementNB({ alpha: 0.5 })
    model.learnOne({ goal: 2, ball: 1 }, 'sport')
    model.learnOne({ vote: 3, ball: 1 }, 'law')
    // What is not sport has 3 votes and 1 ball, what is not law 2 goals and 1 ball.
    const sport = -Math.log(0.5 / 5.5) - Math.log(1.5 / 5.5)
    const law = -Math.log(2.5 / 4.5) - Math.log(1.5 / 4.5)
    const told = model.jointLogLikelihood({ goal: 1, ball: 1 })
    expect(told.get('sport')).toBeCloseTo(sport, 12)
    expect(told.get('law')).toBeCloseTo(law, 12)
  })
})

describe('BernoulliNB', () => {
  it('agrees with a calculation by hand', () => {
    const model = new BernoulliNB({ alpha: 1, trueThreshold: 1 })
    model.learnOne({ goal: 2, ball: 1 }, 'sport') // a ball is not above the threshold
    model.learnOne({ vote: 3, ball: 2 }, 'law')
    const sport = 0.5 * (2 / 3) * (1 - 1 / 3) * (1 - 1 / 3)
    const law = 0.5 * (1 / 3) * (1 - 2 / 3) * (1 - 2 / 3)
    const told = model.predictProbaOne({ goal: 5 })
    expect(told.get('sport')).toBeCloseTo(sport / (sport + law), 8)
    expect(model.pFeatureGivenClass('ball', 'sport')).toBe(1 / 3)
  })

  it('looks at what is above the threshold only', () => {
    const at = (trueThreshold: number) => {
      const model = new BernoulliNB({ trueThreshold })
      for (const [x, y] of texts(4, 60)) model.learnOne(x, y)
      return model.predictProbaOne(texts(4, 1)[0][0])
    }
    expect(at(0)).not.toEqual(at(2))
  })
})

describe.each([
  ['MultinomialNB', (alpha = 1) => new MultinomialNB({ alpha })],
  ['ComplementNB', (alpha = 1) => new ComplementNB({ alpha })],
  ['BernoulliNB', (alpha = 1) => new BernoulliNB({ alpha })],
] as const)('%s', (_, make: (alpha?: number) => Classifier) => {
  const events = texts(2, 120)

  it('counts an event of weight 3 as three events', () => {
    const [weighted, repeated] = [make(), make()]
    events.forEach(([x, y], i) => {
      weighted.learnOne(x, y, { w: 1 + (i % 3) })
      for (let k = 0; k <= i % 3; k++) repeated.learnOne(x, y)
    })
    for (const [x] of events) {
      const told = repeated.predictProbaOne(x)
      for (const [label, p] of weighted.predictProbaOne(x)) {
        expect(p).toBeCloseTo(told.get(label) as number, 10)
      }
    }
  })

  it('is more careful with a greater alpha', () => {
    const surest = [0.1, 50].map((alpha) => {
      const model = make(alpha)
      for (const [x, y] of events) model.learnOne(x, y)
      return Math.max(...events.map(([x]) => Math.max(...model.predictProbaOne(x).values())))
    })
    expect(surest[0]).toBeGreaterThan(surest[1])
  })

  it('scores after a snapshot, and after learning more, what it would have scored anyway', () => {
    const model = make()
    for (const [x, y] of events.slice(0, 70)) model.learnOne(x, y)
    const loaded = load<Classifier>(snapshot.save(model))
    for (const [x, y] of events.slice(70)) {
      const [a, b] = [model.predictProbaOne(x), loaded.predictProbaOne(x)]
      for (const [label, p] of a) expect(b.get(label)).toBeCloseTo(p, 12)
      model.learnOne(x, y)
      loaded.learnOne(x, y)
    }
  })

  it('says nothing of words that only predictions brought', () => {
    const model = make()
    for (const [x, y] of events) model.learnOne(x, y)
    const [x] = events[3]
    const before = model.predictProbaOne(x)
    model.predictOne({ ...x, unheard: 4 })
    expect(model.predictProbaOne(x)).toEqual(before)
  })

  it('learns from texts in a pipeline', () => {
    const model = new compose.Pipeline(new BagOfWords(), make())
    for (let i = 0; i < 10; i++) {
      model.learnOne('a goal and a ball' as never, 'sport')
      model.learnOne('the vote and the law' as never, 'law')
    }
    expect(model.predictOne('goal' as never)).toBe('sport')
  })

  it('does not load tables that do not fit', () => {
    const refused = (change: (table: Record<string, unknown>) => void) => {
      const model = make()
      for (const [x, y] of events) model.learnOne(x, y)
      change((model as unknown as { table: Record<string, unknown> }).table)
      expect(() => load(snapshot.save(model))).toThrow('must have a row per class')
    }
    refused((table) => {
      table['width'] = 3
    })
    refused((table) => {
      table['terms'] = 1
    })
    refused((table) => {
      table['events'] = new Float64Array(1)
    })
    refused((table) => {
      ;(table['counts'] as Float64Array)[0] = -1
    })
    refused((table) => {
      table['sums'] = new Float64Array(0)
    })
  })

  it('predicts the label with the highest probability', () => {
    const model = make()
    for (const [x, y] of events) {
      const told = [...model.predictProbaOne(x)].sort(([, p], [, q]) => q - p)
      expect(model.predictOne(x)).toBe(told[0]?.[0])
      model.learnOne(x, y)
    }
    expect(model.predictRow({ count: 0, indices: [], values: [] } as never as Row)).not.toBe(-1)
  })
})
