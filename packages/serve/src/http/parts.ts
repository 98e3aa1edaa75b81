import type { Service } from '../api/served.js'
import type { Keyring } from './access/keyring.js'
import type { Slots } from './limits/slots.js'
import type { Settings } from './options.js'
import type { Page } from './pages/files.js'
import type { Streams } from './streams.js'
import type { ModelMetrics } from './telemetry/models.js'
import type { RequestMetrics } from './telemetry/requests.js'

/** What routes are made of. */
export interface Parts {
  readonly service: Service
  readonly settings: Settings
  readonly keyring: Keyring
  readonly slots: Slots
  readonly streams: Streams
  /** The files of the dashboard. */
  readonly pages: readonly Page[]
  readonly requests: RequestMetrics
  readonly models: ModelMetrics
  /** Prometheus text, and its media type. */
  readonly scrape: () => Promise<readonly [text: string, type: string]>
  /** What the OpenAPI document says of the whole. */
  readonly about: {
    readonly openapi: string
    readonly info: {
      readonly title: string
      readonly version: string
      readonly description: string
    }
  }
  readonly isDraining: () => boolean
}
