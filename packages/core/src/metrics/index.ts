export { Accuracy } from './accuracy.js'
