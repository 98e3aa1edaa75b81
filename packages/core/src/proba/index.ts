export { Beta, type BetaOptions } from './beta.js'
export { Gaussian, type GaussianOptions } from './gaussian.js'
export { Multinomial, type MultinomialOptions } from './multinomial.js'
export {
  MultivariateGaussian,
  type MultivariateGaussianOptions,
  type Point,
} from './multivariate-gaussian.js'
