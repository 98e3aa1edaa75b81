import type { Rule } from '@coelho/core'

export interface ProtectionOption {
  /** Keep anomalies from the detector, lest it take them for normal. */
  readonly protectAnomalyDetector: boolean
}

/** What the options of all filters may be. */
export const filterRules: {
  readonly anomalyDetector: Rule
  readonly protectAnomalyDetector: Rule
} = {
  anomalyDetector: { kind: 'object' },
  protectAnomalyDetector: { kind: 'boolean', default: true },
}
