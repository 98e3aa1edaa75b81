import { Registry } from 'prom-client'
import type { Service } from '../api/served.js'
import { Keyring } from './access/keyring.js'
import { Slots } from './limits/slots.js'
import { type ServerOptions, settingsOf } from './options.js'
import type { Parts } from './parts.js'
import { Streams } from './streams.js'
import { ModelMetrics } from './telemetry/models.js'
import { RequestMetrics } from './telemetry/requests.js'

/** What an app is made of, without a server before it. */
export function partsOf(service: Service, options: ServerOptions = {}): Parts {
  const settings = settingsOf(options)
  const registry = new Registry()
  const requests = new RequestMetrics(registry)
  return {
    ...{ service, settings, requests, pages: [] },
    keyring: new Keyring(settings.tokens),
    slots: new Slots(settings.maxConcurrent, settings.maxWaiting),
    streams: new Streams(settings, requests),
    models: new ModelMetrics(registry),
    scrape: async () => [await registry.metrics(), registry.contentType],
    about: { openapi: '3.1.0', info: { title: 'a', version: '0', description: '' } },
    isDraining: () => false,
  }
}
