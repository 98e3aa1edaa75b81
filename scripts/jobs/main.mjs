import { compare } from './program.mjs'

const faults = await compare()
console.log(faults.length > 0 ? faults.join('\n') : 'all the same')
