import { cluster, compose, metrics, preprocessing } from '@coelho/learners'
import { defineProject } from '@coelho/runtime'
import { z } from 'zod'

const text = z.string().max(300)

/** What a visitor does, with what the shop knows of them. What may be missing may be null, too. */
const interaction = z.object({
  event_id: text.min(1),
  customer_id: text,
  session_id: text,
  timestamp: z.iso.datetime(),
  event_type: z.enum(['page_view', 'search', 'add_to_cart', 'purchase', 'leave_review']),
  product_id: text.nullish(),
  product_category: text.nullish(),
  price: z.number().nullish(),
  discount_percent: z.number().nullish(),
  quantity: z.number().nullish(),
  page_url: text.nullish(),
  referrer_url: text.nullish(),
  device_info: z.object({ device_type: text, browser: text, os: text }).nullish(),
  location: z.object({ lat: z.number(), lon: z.number() }).nullish(),
  time_on_page_seconds: z.number().nullish(),
  search_query: text.nullish(),
  session_event_sequence: z.number(),
  visitor_sessions: z.number(),
  visitor_events: z.number().nullish(),
  visitor_purchases: z.number().nullish(),
  visitor_average_price: z.number().nullish(),
  visitor_average_seconds: z.number().nullish(),
  // Known only afterwards.
  session_converted: z.boolean().optional(),
  debug_segment: text.optional(),
})

export function pipeline() {
  return compose.pipe(
    new preprocessing.StandardScaler(),
    new cluster.DBSTREAM({
      clusteringThreshold: 0.5,
      fadingFactor: 0.0005,
      cleanupInterval: 100,
      intersectionFactor: 0.1,
      minimumWeight: 10,
    }),
  )
}

export default defineProject({
  name: 'shop',
  schema: interaction,
  id: (event) => event.event_id,
  time: (event) => Date.parse(event.timestamp),
  knownLater: ['session_converted', 'debug_segment'],
  /** Visitors, not clicks: what they looked at so far. A few look at very dear things. */
  features: (event) => ({
    price: root(event.visitor_average_price),
    seconds: root(event.visitor_average_seconds),
  }),
  pipeline,
  metric: () => metrics.bundle('clustering'),
  bestBy: 'Silhouette',
  drift: {},
})

function root(value: number | null | undefined): number | null {
  return value == null ? null : Math.sqrt(value)
}
