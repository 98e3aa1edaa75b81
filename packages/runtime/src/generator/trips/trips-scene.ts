import { Calendar, HOUR, hourOf, type Season, weekdayOf } from '../calendar.js'
import { decimals, distance, place } from '../decimals.js'
import { Draws, Weighted } from '../draws.js'
import { EventText } from '../event-text.js'
import type { Faults, Needed } from '../faults.js'
import { Ids } from '../ids.js'
import type { Checked } from '../options.js'
import type { Happening, Scene } from '../scene.js'
import { Fleet, HEIGHT, KM_LAT, KM_LON, RIVER, SOUTH, type Vehicle, WEST, WIDTH } from './fleet.js'
import { TRAFFIC, type Traffic, WEATHERS, type Weather } from './traffic.js'
import type { TripsOptions } from './trips.js'

/** Two rushes on working days, late evenings at the weekend. */
const SEASON: Season = {
  hours: [6, 4, 3, 2, 3, 6, 11, 18, 20, 15, 11, 11, 13, 13, 12, 13, 17, 21, 21, 17, 14, 12, 11, 9],
  days: [10, 10, 10, 11, 13, 12, 9],
}

/** What dispatchers reckon with. */
const PLANNED_SPEED = 40

/** A trip as it is asked for. */
interface Trip {
  readonly time: number
  readonly vehicle: Vehicle
  readonly lat: number
  readonly lon: number
  readonly km: number
  readonly crosses: boolean
  readonly weather: Weather
  readonly degrees: number
}

/** What makes it take as long as it does. */
interface Factors {
  readonly traffic: number
  readonly weather: number
  readonly incidentSeconds: number
}

/** Vehicles of a town are sent on trips, one after the other. */
export class TripsScene implements Scene {
  readonly concepts: readonly string[] = TRAFFIC.map(({ name }) => name)
  readonly needed: Needed = { id: 'trip_id', number: 'estimated_distance_km' }
  private readonly draws: Draws
  private readonly sky: Draws
  private readonly fleet: Fleet
  private readonly calendar: Calendar
  private readonly weathers: Weighted<Weather> = new Weighted(WEATHERS)
  private readonly text: EventText
  private readonly ids: Ids
  private weather: Weather = WEATHERS[0]![0]
  private weatherUntil = 0

  constructor(options: Checked<TripsOptions>, faults: Faults) {
    const { seed, start, rate, vehicles } = options
    this.draws = new Draws('trips', seed, 'trips')
    this.sky = new Draws('trips', seed, 'weather')
    this.fleet = new Fleet(vehicles, new Draws('trips', seed, 'fleet'))
    this.calendar = new Calendar(start, rate, SEASON)
    this.calendar.advance(this.draws)
    this.text = new EventText(faults)
    this.ids = new Ids('trip', 'trips', seed)
  }

  next(concept: number): Happening {
    const { draws, calendar } = this
    const time = Math.floor(calendar.time)
    calendar.advance(draws)
    const trip = this.ask(time)
    const factors = this.factors(trip, TRAFFIC[concept]!)
    const seconds = this.secondsOf(trip, factors, TRAFFIC[concept]!)
    return this.tell(trip, factors, seconds)
  }

  private ask(time: number): Trip {
    const { draws } = this
    this.look(time)
    const hour = hourOf(time)
    const vehicle = this.fleet.free(time, hour, draws)
    const isHome = vehicle.lat !== vehicle.homeLat && draws.chance(0.3)
    const lat = isHome ? vehicle.homeLat : SOUTH + HEIGHT * draws.random()
    const lon = isHome ? vehicle.homeLon : WEST + WIDTH * draws.random()
    const km = distance((lat - vehicle.lat) * KM_LAT, (lon - vehicle.lon) * KM_LON)
    // Coolest at five in the morning, warmest at five in the afternoon.
    const warmth = 1 - Math.abs(((hour + 7) % 24) - 12) / 12
    const degrees = 17 + 13 * (1 - warmth) - this.weather.coolerBy + draws.gauss()
    return {
      time,
      vehicle,
      lat,
      lon,
      km: Math.max(0.4, 1.25 * km),
      crosses: vehicle.lon < RIVER !== lon < RIVER,
      weather: this.weather,
      degrees,
    }
  }

  /** Weather stays for a few hours. */
  private look(time: number): void {
    while (time >= this.weatherUntil) {
      this.weather = this.weathers.pick(this.sky)
      const from = Math.max(this.weatherUntil, time - 24 * HOUR)
      this.weatherUntil = from + HOUR + this.sky.exponential(3 * HOUR)
    }
  }

  private factors({ time, weather }: Trip, traffic: Traffic): Factors {
    const { draws } = this
    const hour = hourOf(time)
    const isWorkday = weekdayOf(time) < 5
    const isRush = traffic.rushHours.some(([from, to]) => hour >= from && hour < to)
    const usual = isWorkday ? (isRush ? traffic.rush : 1.1) : 0.95
    const [low, high] = weather.slower
    return {
      traffic: usual * (1 + 0.06 * draws.gauss()),
      weather: 1 + traffic.weather * (draws.between(low, high) - 1),
      incidentSeconds: draws.chance(0.015) ? Math.floor(draws.between(300, 1500)) : 0,
    }
  }

  private secondsOf(trip: Trip, factors: Factors, traffic: Traffic): number {
    const { vehicle, km, crosses } = trip
    // Short ways are slow ways: streets, then roads.
    const speed = traffic.freeSpeed * (0.6 + 0.5 * (km / (km + 15)))
    const way = (km / speed) * 3600 * (crosses ? traffic.crossing : 1)
    const driven = way * factors.traffic * factors.weather * vehicle.slower
    return Math.max(60, Math.round(driven + factors.incidentSeconds + 60 + 15 * this.draws.gauss()))
  }

  private tell(trip: Trip, factors: Factors, seconds: number): Happening {
    const { time, vehicle } = trip
    const id = this.ids.next()
    const text = this.write(id, trip)
    const arrival = time + seconds * 1000
    vehicle.lat = trip.lat
    vehicle.lon = trip.lon
    vehicle.busyUntil = arrival
    const { traffic, weather, incidentSeconds } = factors
    return {
      id,
      key: vehicle.id,
      time,
      text,
      truth:
        `,"actual_travel_time_seconds":${seconds}` + `,"arrived_at":"${this.text.timeOf(arrival)}"`,
      debug:
        `,"debug_traffic_factor":${decimals(traffic, 2)}` +
        `,"debug_weather_factor":${decimals(weather, 2)}` +
        `,"debug_incident_delay_seconds":${incidentSeconds}` +
        `,"debug_driver_factor":${decimals(vehicle.slower, 2)}`,
      label: `${seconds}`,
      labelTime: arrival,
    }
  }

  private write(id: string, trip: Trip): string {
    const { time, vehicle, lat, lon, km, weather, degrees } = trip
    const planned = Math.round((km / PLANNED_SPEED) * 3600 * this.draws.between(0.9, 1.1))
    return this.text
      .begin('trip_id', id)
      .string('driver_id', vehicle.driverId)
      .string('vehicle_id', vehicle.id)
      .time('timestamp', time)
      .plain('origin', place(vehicle.lat, vehicle.lon))
      .plain('destination', place(lat, lon))
      .plain('estimated_distance_km', decimals(km, 2))
      .maybe('bridges_on_route', trip.crosses ? 1 : 0)
      .maybeString('weather', weather.name)
      .maybe('temperature_celsius', decimals(degrees, 1))
      .maybe('day_of_week', weekdayOf(time))
      .maybe('hour_of_day', hourOf(time))
      .maybe('driver_rating', vehicle.rating)
      .maybeString('vehicle_type', vehicle.type)
      .maybe('initial_estimated_travel_time_seconds', Math.max(60, planned)).open
  }
}
