export { SEA, type SEAEvent, type SEAOptions } from './sea.js'
