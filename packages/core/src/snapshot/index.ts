export { classesIn } from './classes-in.js'
export { copy, takeOver } from './copy.js'
export { type KnownFunction, type LoadOptions, load } from './load.js'
export { save } from './save.js'
