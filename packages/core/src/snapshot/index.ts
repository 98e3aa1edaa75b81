export { copy } from './copy.js'
export { type KnownFunction, type LoadOptions, load } from './load.js'
export { save } from './save.js'
