export * as random from './random.js'
