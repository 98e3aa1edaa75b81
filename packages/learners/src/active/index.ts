export {
  type Asked,
  EntropySampler,
  type EntropySamplerOptions,
  type Nothing,
} from './entropy-sampler.js'
