export { type Complex, SDFT, type SDFTOptions } from './sdft.js'
export { Skyline, type SkylineOptions } from './skyline.js'
