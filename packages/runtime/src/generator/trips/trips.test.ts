import { describe, expect, it } from 'vitest'
import { trips } from './trips.js'

interface Trip {
  readonly vehicle_id: string
  readonly driver_id: string
  readonly timestamp: string
  readonly origin: object
  readonly destination: object
  readonly estimated_distance_km: number
  readonly bridges_on_route: 0 | 1
  readonly hour_of_day: number
  readonly day_of_week: number
  readonly weather: string
  readonly actual_travel_time_seconds: number
  readonly arrived_at: string
}

const made = (given: object, count: number) =>
  trips({ seed: 'trips', ...given })
    .take(count)
    .map(({ value }) => JSON.parse(value) as Trip)

const mean = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0) / list.length

/** Seconds a kilometre, of those that are long enough to tell. */
const paceOf = (list: readonly Trip[]) =>
  mean(
    list
      .filter(({ estimated_distance_km: km }) => km > 5)
      .map((trip) => trip.actual_travel_time_seconds / trip.estimated_distance_km),
  )

describe('trips', () => {
  it('begin where the vehicle arrived last, each vehicle with its driver', () => {
    const places = new Map<string, object>()
    const drivers = new Map<string, string>()
    for (const { vehicle_id, driver_id, origin, destination } of made({ vehicles: 60 }, 2000)) {
      expect(origin).toEqual(places.get(vehicle_id) ?? origin)
      expect(driver_id).toBe(drivers.get(vehicle_id) ?? driver_id)
      places.set(vehicle_id, destination)
      drivers.set(vehicle_id, driver_id)
    }
  })

  it('take as long as from their time to their arrival, and tell their hour and day', () => {
    for (const trip of made({}, 500)) {
      const time = Date.parse(trip.timestamp)
      expect(Date.parse(trip.arrived_at) - time).toBe(trip.actual_travel_time_seconds * 1000)
      expect(trip.hour_of_day).toBe(new Date(time).getUTCHours())
      expect(trip.day_of_week).toBe((new Date(time).getUTCDay() + 6) % 7)
    }
  })

  it('tell no label before the arrival', () => {
    const arrivals = new Map<string, number>()
    for (const { topic, value, time } of trips({ seed: 'late', labelDelay: 0, count: 300 })) {
      const { id, label, trip_id } = JSON.parse(value)
      if (topic === 'events') arrivals.set(trip_id, time)
      else expect(time).toBe(arrivals.get(id)! + label * 1000)
    }
  })

  it('are slower in rush hours, in the rain, and over the river once the bridge is closed', () => {
    const all = made({ rate: 0.005, drift: [{ at: 10_000, kind: 'abrupt' }] }, 20_000)
    const usual = all.slice(0, 10_000)
    const isRush = ({ hour_of_day, day_of_week }: Trip) => hour_of_day === 8 && day_of_week < 5
    const calm = usual.filter((trip) => !isRush(trip))
    expect(paceOf(usual.filter(isRush)) / paceOf(calm)).toBeGreaterThan(1.2)
    const inWeather = (weather: string) => calm.filter((trip) => trip.weather === weather)
    expect(paceOf(inWeather('Rain')) / paceOf(inWeather('Clear'))).toBeGreaterThan(1.1)
    const over = (list: readonly Trip[], bridges: number) =>
      paceOf(list.filter(({ bridges_on_route }) => bridges_on_route === bridges))
    expect(over(usual, 1) / over(usual, 0)).toBeLessThan(1.4)
    const later = all.slice(10_000)
    expect(over(later, 1) / over(later, 0)).toBeGreaterThan(1.6)
  })
})
