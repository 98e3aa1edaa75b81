export { BernoulliNB, type BernoulliNBOptions } from './bernoulli.js'
export { ComplementNB, type ComplementNBOptions } from './complement.js'
export { GaussianNB } from './gaussian.js'
export { MultinomialNB, type MultinomialNBOptions } from './multinomial.js'
