// What is drawn and what raises an alert is there: names, labels and routes are compared with those
// of a server that runs.
import { metrics } from '@coelho/learners'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { type Lab, ORDER, startLab } from '../packages/serve/src/http/lab.test-support.js'
import { alertRules, dashboard, textOf } from './files.test-support.js'

/** Labels of each name; `up` is Prometheus's own. */
let known: Map<string, Set<string>>
let routes: string[]
let lab: Lab

beforeAll(async () => {
  lab = await startLab()
  const sent = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ORDER),
  }
  for (const what of ['predict', 'learn']) {
    const { ok } = await fetch(`${lab.url}/v1/models/orders/${what}`, sent)
    expect(ok).toBe(true)
  }
  // Lags are looked at once a second.
  known = await vi.waitFor(async () => {
    const names = namesIn(await (await fetch(`${lab.url}/metrics`)).text())
    expect(names.has('coelho_lag_events')).toBe(true)
    return names
  }, 10_000)
  known.set('up', new Set(['job', 'instance']))
  known.set('ALERTS', new Set(['alertname', 'alertstate', 'severity', 'model', 'instance']))
  const { paths } = await (await fetch(`${lab.url}/openapi.json`)).json()
  routes = ['refused', 'unknown', ...Object.keys(paths)]
})
afterAll(() => lab.close())

/** Names with the labels that they bear, those that Prometheus adds among them. */
function namesIn(text: string): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>()
  const note = (name: string, labels: readonly string[]) => {
    const all = names.get(name) ?? new Set(['job', 'instance'])
    for (const label of labels) all.add(label)
    names.set(name, all)
  }
  for (const line of text.split('\n')) {
    const [, name, labels = ''] = /^(\w+)(\{.*\})? /.exec(line) ?? []
    if (name !== undefined)
      note(
        name,
        [...labels.matchAll(/(\w+)="/g)].map(([, one]) => one!),
      )
  }
  return names
}

interface Selector {
  readonly name: string
  readonly labels: readonly (readonly [label: string, value: string])[]
}

const FUNCTIONS =
  /^(?:sum|min|max|rate|delta|deriv|absent|topk|on|by|and|or|le|clamp_min|histogram_quantile|(?:max|min)_over_time|label_values)$/

/** What an expression asks for. */
function selectorsIn(expr: string): Selector[] {
  const plain = expr.replaceAll(/\b(?:by|on)\s*\([^)]*\)/g, ' ').replaceAll(/\[[^\]]*\]/g, ' ')
  const found = plain.matchAll(/([A-Za-z_]\w*)(?:\{((?:[^"}]|"[^"]*")*)\})?|"[^"]*"/g)
  return [...found].flatMap(([, name, inside = '']) => {
    if (name === undefined || FUNCTIONS.test(name)) return []
    const labels = [...inside.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"/g)]
    return [{ name, labels: labels.map(([, label, value]) => [label!, value!] as const) }]
  })
}

/** What an expression asks for that no server has. */
function strangersIn(expr: string): string[] {
  const selectors = selectorsIn(expr)
  const grouped = [...expr.matchAll(/\b(?:by|on)\s*\(([^)]*)\)/g)]
    .flatMap(([, list]) => list!.split(','))
    .map((label) => label.trim())
  const borne = new Set(selectors.flatMap(({ name }) => [...(known.get(name) ?? [])]))
  const strangers = selectors.flatMap(({ name, labels }) => {
    const own = known.get(name)
    if (!own) return [name]
    const asked = labels.filter(([label]) => !own.has(label)).map(([label]) => `${name}.${label}`)
    const lost = labels
      .filter(([label]) => label === 'route')
      .flatMap(([, value]) => value.split('|'))
      .filter((pattern) => !routes.some((route) => new RegExp(`^${escaped(pattern)}$`).test(route)))
    return [...asked, ...lost]
  })
  return [...strangers, ...grouped.filter((label) => !borne.has(label))]
}

/** In Prometheus's patterns a brace that counts nothing is a brace. */
const escaped = (pattern: string) => pattern.replaceAll(/[{}]/g, '\\$&')

describe('the alerts', () => {
  it('ask for what a server tells', () => {
    expect(alertRules().length).toBeGreaterThan(8)
    expect(alertRules().flatMap(({ expr }) => strangersIn(expr))).toEqual([])
  })

  it('name metrics that projects have', () => {
    const kinds = ['classification', 'regression', 'clustering'] as const
    const names = new Set(kinds.flatMap((kind) => Object.keys(metrics.bundle(kind).toObject())))
    const asked = alertRules()
      .flatMap(({ expr }) => selectorsIn(expr))
      .flatMap(({ labels }) => labels.filter(([label]) => label === 'metric'))
      .flatMap(([, value]) => value.split('|'))
    expect(asked).toContain('F1')
    expect(asked.filter((name) => !names.has(name))).toEqual([])
  })

  it('are each tried on a stream that raises them, and on one that does not', () => {
    const { tests } = parse(textOf('prometheus/alerts.test.yml'))
    const tried: { alertname: string; exp_alerts?: unknown[] }[] = tests.flatMap(
      (test: { alert_rule_test: unknown[] }) => test.alert_rule_test,
    )
    const raised = tried.filter(({ exp_alerts = [] }) => exp_alerts.length > 0)
    const names = alertRules().map(({ alert }) => alert)
    expect(new Set(raised.map(({ alertname }) => alertname))).toEqual(new Set(names))
    expect(tried.filter(({ alertname }) => !names.includes(alertname))).toEqual([])
  })
})

describe('the dashboard of Grafana', () => {
  it('asks for what a server tells', () => {
    const { panels, annotations, templating } = dashboard()
    const drawn = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
    expect(drawn.length).toBeGreaterThan(20)
    const marked = annotations.list.map(({ expr }) => expr)
    expect([...drawn, ...marked].flatMap(strangersIn)).toEqual([])
    const variables = templating.list.flatMap(({ definition }) => definition ?? [])
    for (const variable of variables) {
      const [, name = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(variable) ?? []
      expect([...(known.get(name) ?? [])], variable).toContain(label)
    }
  })

  it('draws nearly all that a server tells of models and requests', () => {
    const drawn = JSON.stringify(dashboard())
    const hidden = [...known.keys()]
      .filter((name) => name.startsWith('coelho_'))
      .map((name) => name.replace(/_(?:bucket|sum|count)$/, ''))
      .filter((name) => !drawn.includes(name))
    // One is drawn as predictions by version, the other only where this server trains by itself.
    expect([...new Set(hidden)].sort()).toEqual(['coelho_model_info', 'coelho_training_running'])
  })

  it('has each panel in a place of its own, on the data source that was chosen', () => {
    const { panels } = dashboard()
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24)
      return Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`)
    })
    expect(new Set(cells).size).toBe(cells.length)
    const sources = panels.flatMap(({ datasource }) => datasource?.uid ?? [])
    expect(new Set(sources)).toEqual(new Set([`\${datasource}`]))
    expect(textOf('grafana/coelho.json')).not.toMatch(/https?:/)
  })
})

describe('a name that is none', () => {
  it.each([
    ['rate(coelho_http_request_total[5m])', ['coelho_http_request_total']],
    ['coelho_model_ready{project="a"}', ['coelho_model_ready.project']],
    ['sum by (modell) (coelho_model_ready)', ['modell']],
    ['coelho_http_requests_total{route=~"/v1/.*|/v9/none"}', ['/v9/none']],
    ['absent(up{job="coelho"})', []],
  ])('is found: %s', (expr, strangers) => {
    expect(strangersIn(expr)).toEqual(strangers)
  })
})
