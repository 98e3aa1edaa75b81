import { compose, linearModel, metrics, preprocessing, snapshot } from '@coelho/learners'
import { defineProject, isMoreBetterBy, Learning, MemoryObjects, train } from '@coelho/runtime'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { describeProject } from './describe-project.js'
import { reportsOf } from './reports.js'
import { sampleOf } from './sample.js'
import { toyProject, toySource } from './toy.test-support.js'

async function learned(events: number): Promise<Learning> {
  const store = new MemoryObjects()
  const source = await toySource(events)
  return (await train(toyProject('toy'), { source, store, untilDrained: true })).learning
}

describe('reports', () => {
  it('leave no trace in what is learned', async () => {
    const learning = await learned(500)
    const before = learning.save()
    const files = reportsOf(learning, 'F1', [])
    sampleOf(learning)
    expect(Buffer.compare(learning.save(), before)).toBe(0)
    expect(Object.keys(files).sort()).toEqual([
      ...['classification_report.txt', 'confusion_matrix.json', 'encoder_codes.json'],
      ...['metrics.json', 'plots/F1.svg', 'plots/confusion_matrix.svg'],
    ])
    expect(files['classification_report.txt']).toContain('Precision')
    const { weights } = JSON.parse(files['confusion_matrix.json']!) as { weights: number[][] }
    expect(weights.flat().reduce((sum, one) => sum + one, 0)).toBe(learning.leader.judged)
    expect(JSON.parse(files['encoder_codes.json']!)).toEqual({
      'TransformerUnion/Pipeline/OrdinalEncoder': {
        shop: [
          ['north', 1],
          ['south', 2],
        ],
      },
    })
  })

  it('of a project that has learned nothing are there too', () => {
    const files = reportsOf(Learning.fresh(toyProject('toy')), 'F1', [])
    expect(Object.keys(files)).toContain('metrics.json')
    expect(files).not.toHaveProperty('classification_report.txt')
  })

  it('take a matrix from a single metric that is made of one', async () => {
    const project = defineProject({
      ...(toyProject('toy').options as object),
      metric: () => new metrics.F1({ posVal: true }),
    } as never)
    const store = new MemoryObjects()
    const source = await toySource(100)
    const { learning } = await train(project as never, { source, store, untilDrained: true })
    expect(reportsOf(learning, 'F1', [])).toHaveProperty('classification_report.txt')
    expect(snapshot.save(learning.leader.metric as never).length).toBeGreaterThan(0)
  })
})

describe('a sample', () => {
  it("has the champion's metrics, others' below their names, and counts of events", async () => {
    const learning = await learned(300)
    const values = Object.fromEntries(sampleOf(learning))
    expect(values['F1']).toBe(learning.leader.valueOf('F1'))
    expect(values['same/F1']).toBe(values['F1'])
    expect(values).toMatchObject({ 'events/dead': 0, 'events/matched': 0 })
    expect(values).not.toHaveProperty('ConfusionMatrix')
    for (const value of Object.values(values)) expect(value).not.toBeNaN()
  })

  it('knows whether more is better', () => {
    const bundle = metrics.bundle('regression')
    expect(isMoreBetterBy(bundle, 'MAE')).toBe(false)
    expect(isMoreBetterBy(bundle, 'R2')).toBe(true)
    expect(isMoreBetterBy(new metrics.LogLoss(), 'LogLoss')).toBe(false)
    expect(isMoreBetterBy(new metrics.Accuracy(), 'Accuracy')).toBe(true)
  })
})

describe('what is told of a project', () => {
  it('is its pipeline as code, its options and its schema', () => {
    const { params, files } = describeProject(toyProject('toy'))
    expect(params).toMatchObject({
      ...{ project: 'toy', best_by: 'F1', known_later: '["label"]', promotion: '"manual"' },
      ...{ drift: 'null', max_waiting: '100000' },
    })
    expect(params['pipeline']).toContain('new GaussianNB()'.replace('new ', ''))
    expect(params['challengers/same']).toBe(params['pipeline'])
    expect(JSON.parse(params['schema']!)).toMatchObject({ type: 'object' })
    expect(files['project/pipeline.txt']).toBe(`${params['pipeline']}\n`)
  })

  it('fits where a pipeline is long, and names a model that says nothing of itself', () => {
    class Own {
      static readonly id = 'test.Own'
      static readonly state = []
      learnOne(): void {}
      predictOne(): number {
        return 0
      }
    }
    const scalers = () =>
      Array.from({ length: 200 }, () => new preprocessing.StandardScaler({ withStd: false }))
    const long = () => new compose.Pipeline(...scalers(), new linearModel.LinearRegression())
    const of = (pipeline: () => object) =>
      defineProject({
        ...{ name: 'toy', schema: z.object({ x: z.number() }), id: ({ x }: { x: number }) => x },
        ...{ features: () => ({}), label: () => 1, metric: () => new metrics.MAE(), bestBy: 'MAE' },
        pipeline: pipeline as never,
        learners: [Own],
      })
    expect(describeProject(of(() => new Own()) as never).params['pipeline']).toBe('Own')
    const { params, files } = describeProject(of(long) as never)
    expect(params['pipeline']).toHaveLength(6000)
    expect(files['project/pipeline.txt']!.length).toBeGreaterThan(6000)
  })
})
