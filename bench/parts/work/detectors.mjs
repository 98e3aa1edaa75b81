import { drift } from '@coelho/learners'
import { uniform } from '../data.mjs'

/** What a detector is told: numbers whose level, or errors whose share, changes every 4,000. */
const streams = {
  numbers: (count) => uniform(count, 1).map((u, i) => u + 0.5 * ((i / 4000) & 1)),
  errors: (count) => uniform(count, 1).map((u, i) => Number(u < ((i / 4000) & 1 ? 0.4 : 0.1))),
}

function detector(make, stream) {
  return (count) => {
    const values = streams[stream](count)
    return () => {
      const watching = make()
      let changes = 0
      for (let i = 0; i < count; i++) {
        watching.update(values[i])
        if (watching.driftDetected) changes++
      }
      return { value: changes }
    }
  }
}

const { ADWIN, KSWIN, PageHinkley, binary } = drift

export const detectors = {
  'drift.ADWIN': detector(() => new ADWIN(), 'numbers'),
  'drift.KSWIN': detector(() => new KSWIN({ alpha: 1e-6, seed: 1 }), 'numbers'),
  'drift.PageHinkley': detector(() => new PageHinkley(), 'numbers'),
  'drift.binary.DDM': detector(() => new binary.DDM(), 'errors'),
  'drift.binary.EDDM': detector(() => new binary.EDDM(), 'errors'),
  'drift.binary.FHDDM': detector(() => new binary.FHDDM(), 'errors'),
  'drift.binary.HDDMA': detector(() => new binary.HDDMA(), 'errors'),
  'drift.binary.HDDMW': detector(() => new binary.HDDMW(), 'errors'),
}
