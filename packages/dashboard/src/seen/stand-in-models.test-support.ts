// What a server says of its models, for tests of the pages.
import type {
  Clusters,
  Explanation,
  Info,
  Prediction,
  Report,
  Sample,
  Summary,
  Version,
  VersionInfo,
} from '#api'

export function version(model: string, number: number): Version {
  const savedAt = new Date().toISOString()
  return { model, version: number, sha256: 'ab12'.repeat(16), events: number * 1000, savedAt }
}

const metricsOf: Record<Summary['task'], Record<string, number>> = {
  classification: { F1: 0.8, Accuracy: 0.97, ROCAUC: 0.9 },
  regression: { MAE: 210.5, RMSE: 320, R2: 0.8 },
  clustering: { Silhouette: 0.55 },
  anomalies: { ROCAUC: 0.9 },
}

export function summary(name: string, task: Summary['task'], champion = 'champion'): Summary {
  const metric = Object.keys(metricsOf[task])[0]!
  return {
    name,
    task,
    ready: true,
    version: version(name, 7),
    pinned: false,
    champion,
    bestBy: { metric, value: metricsOf[task][metric]!, moreIsBetter: metric !== 'MAE' },
    events: 7000,
    eventsPerSecond: 950,
    lag: 12,
    ageMs: 4000,
    training: { state: 'running', reason: null, controllable: true },
    drifts: 0,
    dead: 1,
    waiting: 40,
    unusable: 0,
  }
}

export function sample({ task, champion }: Summary, events: number): Sample {
  const swing = (value: number) => value * (1 + Math.sin(events / 900) / 20)
  const entries = Object.entries(metricsOf[task])
  const metrics = Object.fromEntries(entries.map(([name, value]) => [name, swing(value)]))
  return {
    at: Date.now(),
    events,
    eventsPerSecond: 900 + (events % 97),
    lag: events % 50,
    dead: 1,
    waiting: 40,
    version: 7,
    metrics: { [champion!]: metrics, 'runner-up': metrics },
    recent: metrics,
    windowEvents: 1000,
  }
}

export function info(of: Summary): Info {
  const contestant = (name: string) => ({
    name,
    champion: name === of.champion,
    model: 'new tree.HoeffdingTreeClassifier({ gracePeriod: 50 })',
    judged: 6900,
    learned: 6900,
    refused: 0,
    metrics: metricsOf[of.task],
  })
  return {
    ...of,
    contestants: [contestant(of.champion!), contestant('runner-up')],
    counts: { events: 7000, matched: 6900, orphans: 1, givenUp: 2, dead: 1 },
    positions: [{ partition: 'events-0', next: 7000 }],
    bytes: 120_000,
    damaged: [],
  }
}

export function report({ task, name }: Summary): Report {
  const nothing = { confusion: null, classes: null, errors: null, text: null, metrics: {} }
  const base = { ...nothing, task, version: version(name, 7) }
  if (task === 'regression') {
    return { ...base, errors: { edges: [-200, -100, 0, 100, 200], counts: [3, 20, 31, 6] } }
  }
  const classes = ['0', '1'].map((label) => ({
    ...{ label, precision: 0.9, recall: 0.8, f1: 0.85, support: 900 },
  }))
  const confusion = {
    labels: ['0', '1'],
    matrix: [
      [6000, 30],
      [40, 830],
    ],
  }
  return { ...base, confusion, classes, text: 'precision  recall' }
}

export function clusters({ name }: Summary): Clusters {
  const centres = [0, 1, 2].map((cluster) => ({ x: cluster * 3, y: cluster % 2, cluster }))
  const points = centres.flatMap(({ x, y, cluster }) =>
    Array.from({ length: 40 }, (_, i) => ({
      ...{ x: x + Math.sin(i * 9.1), y: y + Math.cos(i * 5.7), cluster },
    })),
  )
  const known = centres.map(({ x, cluster }) => ({
    ...{ id: cluster, count: 40, centre: { price: x }, profile: { price: x, kind: { view: 30 } } },
  }))
  const map = { axes: ['price', 'seconds'] as [string, string], explained: 0.93, points, centres }
  return { version: version(name, 7), clusters: known, of: 120, map }
}

export function versions(of: Summary): VersionInfo[] {
  return [7, 6, 5].map((number) => ({
    ...version(of.name, number),
    bytes: 120_000,
    writer: 'w',
    serving: number === of.version!.version,
    pinned: of.pinned && number === of.version!.version,
    newest: number === 7,
    damaged: number === 5 ? 'its hash is another' : null,
  }))
}

export function explanation({ task, name }: Summary): Explanation {
  const isClasses = task === 'classification'
  const answer: Prediction = {
    id: 'e-1',
    prediction: isClasses ? 1 : 12.5,
    probabilities: isClasses ? { 0: 0.2, 1: 0.8 } : null,
    version: version(name, 7),
  }
  return {
    ...answer,
    kind: isClasses ? 'probability' : 'number',
    label: 1,
    base: 0.1,
    total: 0.8,
    contributions: [
      { feature: 'amount', value: 12, contribution: 0.9 },
      { feature: 'kind', value: 'view', contribution: -0.2 },
    ],
  }
}

export const schema = {
  properties: {
    id: { type: 'string' },
    amount: { type: 'number', minimum: 0 },
    kind: { enum: ['view', 'buy'] },
    label: { anyOf: [{ const: 0 }, { const: 1 }] },
  },
  required: ['id', 'amount'],
  'x-known-later': ['label'],
}
