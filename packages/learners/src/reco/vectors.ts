import { growFloats, NO_FLOATS, SnapshotError } from '@coelho/core'
import { Draws } from '../facto/draws.js'
import type { Initializer } from '../optim/initializers/initializer.js'
import type { Optimizer } from '../optim/optimizer.js'
import { SGD } from '../optim/sgd.js'
import type { Ids } from './ids.js'

/**
 * A vector for each user and for each item, drawn from the same source as they come: first that of
 * the user.
 */
export class Vectors {
  static readonly id = 'reco.Vectors'
  static readonly state: readonly string[] = [
    'draws',
    'userCount',
    'itemCount',
    'users',
    'items',
    'userOptimizer',
    'itemOptimizer',
  ]
  static readonly parts: readonly unknown[] = [Draws, SGD]

  readonly width: number
  private readonly draws: Draws
  private readonly userOptimizer: Optimizer
  private readonly itemOptimizer: Optimizer
  private userCount = 0
  private itemCount = 0
  /** A row of `width` numbers for each. */
  private users: Float64Array = NO_FLOATS
  private items: Float64Array = NO_FLOATS

  /** Copies of those of the pair at hand. */
  readonly user: Float64Array
  readonly item: Float64Array
  private readonly userSlope: Float64Array
  private readonly itemSlope: Float64Array
  private readonly slots: Int32Array

  constructor(
    width: number,
    initializer: Initializer,
    [userOptimizer, itemOptimizer]: readonly [Optimizer, Optimizer],
  ) {
    this.width = width
    this.draws = new Draws(initializer)
    this.userOptimizer = userOptimizer
    this.itemOptimizer = itemOptimizer
    this.user = new Float64Array(width)
    this.item = new Float64Array(width)
    this.userSlope = new Float64Array(width)
    this.itemSlope = new Float64Array(width)
    this.slots = new Int32Array(width)
  }

  /** What the source was seeded with, if it is a random one of ours. */
  get seed(): number | undefined {
    return this.draws.seed
  }

  /** Copies the vectors of a pair; those that are new are what they would start as. */
  gather({ user, item }: Ids): void {
    const { width, users, items } = this
    const newUser = user >= this.userCount
    const newItem = item >= this.itemCount
    if (!newUser) copyRow(users, user, this.user)
    if (!newItem) copyRow(items, item, this.item)
    if (!newUser && !newItem) return
    const ahead = this.draws.peek((Number(newUser) + Number(newItem)) * width)
    if (newUser) for (let f = 0; f < width; f++) this.user[f] = ahead[f]
    if (newItem) for (let f = 0; f < width; f++) this.item[f] = ahead[f + (newUser ? width : 0)]
  }

  /** Throws if an optimizer has no room for the pair at hand; changes nothing. */
  checkRoom({ user, item }: Ids): void {
    this.userOptimizer.checkRoom((user + 1) * this.width)
    this.itemOptimizer.checkRoom((item + 1) * this.width)
  }

  /** Keeps the vectors of a pair that are new. */
  admit({ user, item }: Ids): void {
    const { width } = this
    if (user >= this.userCount) {
      this.userCount = user + 1
      this.users = growFloats(this.users, this.userCount * width)
      this.draws.draw(this.users, user * width, width)
      this.userOptimizer.reserve(this.userCount * width)
    }
    if (item < this.itemCount) return
    this.itemCount = item + 1
    this.items = growFloats(this.items, this.itemCount * width)
    this.draws.draw(this.items, item * width, width)
    this.itemOptimizer.reserve(this.itemCount * width)
  }

  /** The inner product of the two vectors at hand. */
  dot(): number {
    const { user, item, width } = this
    let sum = 0
    for (let f = 0; f < width; f++) sum += user[f] * item[f]
    return sum
  }

  /** Moves each of the two along the other one: the slope of their inner product. */
  stepAlongEachOther(ids: Ids, slope: number, l2: number): void {
    const { user, item, width, userSlope, itemSlope } = this
    for (let f = 0; f < width; f++) {
      userSlope[f] = slope * item[f] + l2 * user[f]
      itemSlope[f] = slope * user[f] + l2 * item[f]
    }
    this.step(ids)
  }

  /** Moves each of the two as a sum is moved that they are part of. */
  stepEach(ids: Ids, slope: number, l2: number): void {
    const { user, item, width, userSlope, itemSlope } = this
    for (let f = 0; f < width; f++) {
      userSlope[f] = slope + l2 * user[f]
      itemSlope[f] = slope + l2 * item[f]
    }
    this.step(ids)
  }

  private step({ user, item }: Ids): void {
    this.move(this.userOptimizer, this.users, user, this.userSlope)
    this.move(this.itemOptimizer, this.items, item, this.itemSlope)
  }

  private move(optimizer: Optimizer, table: Float64Array, row: number, slope: Float64Array): void {
    const { slots, width } = this
    for (let f = 0; f < width; f++) slots[f] = row * width + f
    // River: the slope is not taken ahead.
    optimizer.lookAheadRow(table, slots, width)
    optimizer.stepRow(table, slope, slots, width)
  }

  /** Throws unless there is a vector for each user and each item. */
  check({ users, items }: Ids): void {
    const fits = (count: number, size: number, table: Float64Array) =>
      count === size && table.length >= size * this.width
    const whole = fits(this.userCount, users.size, this.users)
    if (!whole || !fits(this.itemCount, items.size, this.items)) {
      throw new SnapshotError('a recommender must have a vector for each user and item')
    }
    this.userOptimizer.checkRoom(users.size * this.width)
    this.itemOptimizer.checkRoom(items.size * this.width)
    this.userOptimizer.reserve(users.size * this.width)
    this.itemOptimizer.reserve(items.size * this.width)
  }
}

function copyRow(table: Float64Array, row: number, to: Float64Array): void {
  for (let f = 0, from = row * to.length; f < to.length; f++) to[f] = table[from + f]
}
