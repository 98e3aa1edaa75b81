export { GaussianNB } from './gaussian.js'
