/** How the city moves; the numbers are what drifts change. */
export interface Traffic {
  readonly name: string
  /** Kilometres an hour where nothing is in the way. */
  readonly freeSpeed: number
  /** So many times as long takes a trip in the rush hours of a working day. */
  readonly rush: number
  /** When those are: the first hour and the one after the last. */
  readonly rushHours: readonly (readonly [number, number])[]
  /** So many times as long takes what crosses the river. */
  readonly crossing: number
  /** How much worse bad weather makes it: 1 as usual, 0 not at all. */
  readonly weather: number
}

/** Drifts lead from one to the next, and from the last to the first. */
export const TRAFFIC: readonly Traffic[] = [
  {
    ...{ name: 'as usual', freeSpeed: 42, rush: 1.7, crossing: 1.1, weather: 1 },
    rushHours: [
      [7, 10],
      [16, 19],
    ],
  },
  {
    ...{ name: 'bridge closed', freeSpeed: 40, rush: 2, crossing: 2.1, weather: 1.3 },
    rushHours: [
      [6, 11],
      [15, 20],
    ],
  },
  {
    ...{ name: 'school holidays', freeSpeed: 48, rush: 1.15, crossing: 1, weather: 0.8 },
    rushHours: [[11, 15]],
  },
]

export interface Weather {
  readonly name: string
  /** So many times as long takes a trip, from and to. */
  readonly slower: readonly [number, number]
  readonly coolerBy: number
}

/** Each with how often it is. */
export const WEATHERS: readonly (readonly [Weather, number])[] = [
  [{ name: 'Clear', slower: [1, 1], coolerBy: 0 }, 55],
  [{ name: 'Clouds', slower: [1, 1.03], coolerBy: 2 }, 22],
  [{ name: 'Rain', slower: [1.1, 1.3], coolerBy: 4 }, 11],
  [{ name: 'Heavy Rain', slower: [1.35, 1.75], coolerBy: 6 }, 5],
  [{ name: 'Fog', slower: [1.2, 1.45], coolerBy: 5 }, 4],
  [{ name: 'Thunderstorm', slower: [1.5, 2], coolerBy: 7 }, 3],
]
