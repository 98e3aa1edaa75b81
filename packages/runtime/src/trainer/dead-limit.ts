const WINDOW = 1000

/** Watches how many of the last thousand events could not be used. */
export class DeadLimit {
  private readonly most: number
  /** Where in the stream they were. */
  private places: number[] = []

  constructor(share: number) {
    this.most = share * WINDOW
  }

  /** The event at this place is dead; true once there are too many. */
  add(place: number): boolean {
    this.places = this.places.filter((before) => before > place - WINDOW)
    this.places.push(place)
    return this.places.length > this.most
  }

  tell(): string {
    const [first = 0] = this.places
    const spread = this.places[this.places.length - 1]! - first + 1
    return `${this.places.length} of ${spread} events could not be used`
  }
}
