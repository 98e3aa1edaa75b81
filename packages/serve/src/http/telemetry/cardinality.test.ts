import type { IncomingMessage, ServerResponse } from 'node:http'
import { MemoryObjects } from '@coelho/runtime'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LiveService } from '../../serving/live-service.js'
import { ServedProject } from '../../serving/served-project.js'
import { createApp } from '../app.js'
import type { Call } from '../call.js'
import { type Lab, ORDER, orders, startLab } from '../lab.test-support.js'
import { partsOf } from '../parts.test-support.js'
import { RequestMetrics } from './requests.js'

const full = process.env['COELHO_FULL'] !== undefined
const DISTINCT = full ? 1_000_000 : 20_000
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'BREW', 'X-ODD']

let lab: Lab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

const seriesOf = (text: string) => text.split('\n').filter((line) => /^\w/.test(line))
const call = (): Call => ({
  ...{ id: 'x', begun: 0, origin: null, isLast: false, route: '', status: 0, identity: null },
})

describe('what Prometheus scrapes', () => {
  it('stays small whatever was asked for: paths, models, methods, versions, classes', async () => {
    const parts = partsOf(lab.service)
    const app = createApp(parts)
    for (let i = 0; i < DISTINCT; i++) {
      const method = METHODS[i % METHODS.length]!
      const path = [`/p${i}`, `/v1/models/m${i}`, `/v1/models/m${i}/report`][i % 3]!
      const incoming = {
        method,
        url: path,
        headers: { 'x-coelho': '1' },
      } as unknown as IncomingMessage
      const env = { incoming, outgoing: {} as ServerResponse, call: call() }
      await app.fetch(new Request(`http://localhost${path}`, { method }), env)
    }
    const good = lab.served.predict(ORDER)
    for (let i = 0; i < DISTINCT; i++) {
      const version = { ...good.version, version: Math.floor(i / 100) }
      parts.models.predicted(lab.served, { ...good, prediction: `class ${i}`, version }, 1)
    }
    parts.models.refresh(lab.service)
    await parts.scrape()
    const begun = performance.now()
    const [text] = await parts.scrape()
    expect(performance.now() - begun).toBeLessThan(full ? 50 : 500)
    expect(text.length).toBeLessThan(1_000_000)
    expect(seriesOf(text).length).toBeLessThan(1000)
    expect(text).toMatch(/coelho_predictions_total\{model="orders",version="\d+",class="other"\}/)
    expect(text).toMatch(
      /coelho_http_requests_total\{route="unknown",method="other",status="404"\}/,
    )
    expect(text).not.toMatch(/m\d{3,}|\/p\d/)
  }, 600_000)

  it('would not, were requests counted by their paths', async () => {
    const registry = new Registry()
    const metrics = new RequestMetrics(registry)
    for (let i = 0; i < 2000; i++) metrics.tally(`/p${i}`, 'GET', 404)
    expect(seriesOf(await registry.metrics()).length).toBeGreaterThan(1000)
  })

  it('tells of requests, predictions, what was taught and how models stand', async () => {
    const post = (path: string) =>
      fetch(`${lab.url}/v1/models/orders/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(ORDER),
      })
    await post('predict')
    await post('learn')
    const response = await fetch(`${lab.url}/metrics`)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const text = await response.text()
    const { version, sha256 } = lab.served.version
    const said = lab.served.predict(ORDER).prediction
    for (const line of [
      'coelho_http_requests_total{route="/v1/models/{model}/predict",method="POST",status="200"} 1',
      `coelho_predictions_total{model="orders",version="${version}",class="${said}"} 1`,
      'coelho_learn_events_total{model="orders"} 1',
      'coelho_predict_duration_seconds_count{model="orders"} 1',
      `coelho_model_info{model="orders",version="${version}",sha256="${sha256}"} 1`,
      'coelho_model_ready{model="orders"} 1',
      'coelho_model_examples_seen{model="orders"} 300',
      'coelho_training_running{model="orders"} 0',
    ]) {
      expect(text.split('\n')).toContain(line)
    }
    expect(text).toMatch(
      /coelho_model_metric\{model="orders",metric="Accuracy",contestant="champion"\}/,
    )
    expect(text).toMatch(/process_resident_memory_bytes \d/)
    expect(seriesOf(text).length).toBeLessThan(1000)
  })

  it('tells that a model has no version yet, beside those that answer', async () => {
    const later = new ServedProject({ ...orders, name: 'later' } as typeof orders, {
      ...{ store: new MemoryObjects(), feed: lab.feed, everyMs: 1000, note: () => undefined },
    })
    const service = new LiveService([lab.served as ServedProject, later], lab.feed)
    const parts = partsOf(service)
    parts.models.refresh(service)
    const lines = (await parts.scrape())[0].split('\n')
    expect(lines).toContain('coelho_model_ready{model="orders"} 1')
    expect(lines).toContain('coelho_model_ready{model="later"} 0')
    expect(lines.filter((line) => /^coelho_model_bytes/.test(line))).toHaveLength(1)
  })
})
