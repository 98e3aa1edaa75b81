export { EntropySampler, type EntropySamplerOptions } from './entropy-sampler.js'
