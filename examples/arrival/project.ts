import { compose, drift, forest, metrics } from '@coelho/learners'
import { defineProject } from '@coelho/runtime'
import { z } from 'zod'

const text = z.string().max(200)
const place = z.object({ lat: z.number(), lon: z.number() })

/** A trip as it is asked for. What may be missing may be null, too. */
const trip = z.object({
  trip_id: text.min(1),
  driver_id: text,
  vehicle_id: text,
  timestamp: z.iso.datetime(),
  origin: place,
  destination: place,
  estimated_distance_km: z.number(),
  bridges_on_route: z.number().nullish(),
  weather: text.nullish(),
  temperature_celsius: z.number().nullish(),
  day_of_week: z.number().nullish(),
  hour_of_day: z.number().nullish(),
  driver_rating: z.number().nullish(),
  vehicle_type: text.nullish(),
  initial_estimated_travel_time_seconds: z.number().nullish(),
  // Known only on arrival.
  actual_travel_time_seconds: z.number().optional(),
  arrived_at: text.optional(),
  debug_traffic_factor: z.number().optional(),
  debug_weather_factor: z.number().optional(),
  debug_incident_delay_seconds: z.number().optional(),
  debug_driver_factor: z.number().optional(),
})

const FEATURES = [
  ...['distance', 'planned_seconds', 'bridges', 'hour', 'weekday', 'temperature', 'rating'],
  ...['from_lat', 'from_lon', 'to_lat', 'to_lon', 'weather', 'vehicle_type'],
]

/** Means in the leaves: linear models there run away where the target is in the thousands. */
export function pipeline() {
  const trees = new forest.ARFRegressor({
    nModels: 10,
    leafPrediction: 'mean',
    driftDetector: new drift.ADWIN({ delta: 0.002 }),
    warningDetector: new drift.ADWIN({ delta: 0.01 }),
    seed: 42,
  })
  return compose.pipe(new compose.Select(...FEATURES), trees)
}

export default defineProject({
  name: 'arrival',
  schema: trip,
  id: (event) => event.trip_id,
  time: (event) => Date.parse(event.timestamp),
  knownLater: [
    'actual_travel_time_seconds',
    'arrived_at',
    'debug_traffic_factor',
    'debug_weather_factor',
    'debug_incident_delay_seconds',
    'debug_driver_factor',
  ],
  features: (event) => ({
    distance: event.estimated_distance_km,
    planned_seconds: event.initial_estimated_travel_time_seconds ?? null,
    bridges: event.bridges_on_route ?? null,
    hour: event.hour_of_day ?? null,
    weekday: event.day_of_week ?? null,
    temperature: event.temperature_celsius ?? null,
    rating: event.driver_rating ?? null,
    from_lat: event.origin.lat,
    from_lon: event.origin.lon,
    to_lat: event.destination.lat,
    to_lon: event.destination.lon,
    weather: event.weather ?? null,
    vehicle_type: event.vehicle_type ?? null,
  }),
  label: (event) => event.actual_travel_time_seconds,
  labels: {
    schema: z.object({ id: text, label: z.number() }),
    id: ({ id }) => id,
    label: ({ label }) => label,
  },
  pipeline,
  metric: () => metrics.bundle('regression'),
  bestBy: 'MAE',
  drift: {},
})
