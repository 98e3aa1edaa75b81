import { Adam } from './adam.js'

/**
 * Adam with Nesterov's momentum.
 *
 * [Incorporating Nesterov momentum into Adam](https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ)
 *
 * @example
 * const optimizer = new optim.Nadam({ lr: 0.1 })
 * const w = { a: 1 }
 * optimizer.step(w, { a: 500 })
 * w.a.toFixed(6) // => '0.810000'
 */
export class Nadam extends Adam {
  static override readonly id: string = 'optim.Nadam'

  override moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    const { moments } = this
    const { mean, square } = moments
    const { beta1, beta2, eps } = this.options
    moments.decay(this.options)
    const rate = this.learningRate as number
    const fresh1 = 1 - moments.left1
    const fresh2 = 1 - moments.left2
    for (let k = 0; k < count; k++) {
      const i = indices[k]
      const g = gradients[k]
      mean[i] = beta1 * mean[i] + (1 - beta1) * g
      square[i] = beta2 * square[i] + (1 - beta2) * g * g
      const ahead = (beta1 * mean[i] + (1 - beta1) * g) / fresh1
      weights[i] -= (rate * ahead) / (Math.sqrt(square[i] / fresh2) + eps)
    }
  }
}
