/** An event that could not be used: where it stands, and why. */
export interface DeadLetter {
  readonly partition: string
  readonly offset: number
  readonly reason: string
  readonly value: Uint8Array
}

/** What the champion said of an event, before it learned it. */
export interface Prediction {
  readonly partition: string
  readonly offset: number
  readonly id: string
  readonly time: number
  readonly answer: unknown
}

/**
 * Where a trainer's news go: a topic, a file. It has taken them when its promise resolves; only
 * then does a checkpoint move past them, so that none is lost. After a crash some are told again,
 * with the same partition and offset.
 */
export interface Outlet<News> {
  write(news: readonly News[]): Promise<void>
}
