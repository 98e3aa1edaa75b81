/** A kind of visitor: how they look around, and what they buy. */
export interface Segment {
  readonly name: string
  /** Where they look, from the cheapest product (0) to the dearest (1), and how widely. */
  readonly level: number
  readonly spread: number
  readonly secondsOnPage: number
  /** Events of a session, on average. */
  readonly events: number
  readonly searches: number
  /** The share of their sessions that end with a purchase, and of how many pieces. */
  readonly buys: number
  readonly pieces: readonly [number, number]
  readonly referrers: readonly string[]
}

export const SEGMENTS: readonly Segment[] = [
  {
    name: 'window shoppers',
    ...{ level: 0.55, spread: 0.09, secondsOnPage: 12, events: 4, searches: 0.05 },
    ...{ buys: 0.02, pieces: [1, 1] },
    referrers: ['instagram.com', 'tiktok.com', 'facebook.com', 'pinterest.com'],
  },
  {
    name: 'bargain hunters',
    ...{ level: 0.12, spread: 0.05, secondsOnPage: 30, events: 9, searches: 0.2 },
    ...{ buys: 0.3, pieces: [1, 3] },
    referrers: ['google.com', 'affiliate_link', 'email_campaign'],
  },
  {
    name: 'researchers',
    ...{ level: 0.85, spread: 0.06, secondsOnPage: 140, events: 14, searches: 0.35 },
    ...{ buys: 0.08, pieces: [1, 1] },
    referrers: ['google.com', 'bing.com', 'youtube.com', 'reddit.com'],
  },
  {
    name: 'regulars',
    ...{ level: 0.4, spread: 0.08, secondsOnPage: 45, events: 6, searches: 0.1 },
    ...{ buys: 0.7, pieces: [2, 5] },
    referrers: ['direct', 'direct', 'email_campaign'],
  },
]

/** What brings whom; drifts lead from one to the next, and from the last to the first. */
export interface Mood {
  readonly name: string
  /** How many sessions of each segment there are, in their order. */
  readonly shares: readonly number[]
  readonly discountPercent: readonly [number, number]
  /** So much more often sessions end with a purchase, and so much longer pages are looked at. */
  readonly buys: number
  readonly seconds: number
}

export const MOODS: readonly Mood[] = [
  { name: 'as usual', shares: [4, 3, 2, 3], discountPercent: [0, 10], buys: 1, seconds: 1 },
  { name: 'sale', shares: [2, 7, 1, 4], discountPercent: [25, 60], buys: 1.4, seconds: 0.6 },
  { name: 'new catalogue', shares: [6, 1, 4, 2], discountPercent: [0, 5], buys: 0.6, seconds: 1.6 },
]
