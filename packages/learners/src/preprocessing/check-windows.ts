import { SnapshotError, type stats } from '@coelho/core'

/** Throws unless all are windows of that class and size; there are none without a size. */
export function checkWindows(
  windows: readonly unknown[],
  cls: typeof stats.RollingMin | typeof stats.RollingMax | typeof stats.RollingAbsMax,
  windowSize: number | null,
): void {
  const fits = (window: unknown) => window instanceof cls && window.windowSize === windowSize
  if (windows.every(fits)) return
  throw new SnapshotError('the windows of a scaler must fit its windowSize', windowSize)
}
