/** A mean in which the newest value counts `fresh`, and what came before the rest. */
export class FadingMean {
  static readonly id = 'stats.FadingMean'
  static readonly state = ['started', 'mean'] as const

  private started = false
  mean = 0

  update(x: number, fresh: number): void {
    this.mean = this.started ? fresh * x + (1 - fresh) * this.mean : x
    this.started = true
  }
}
