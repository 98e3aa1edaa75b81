/**
 * What is measured besides learners: `goal` is how many times River's speed is wanted, `rows` are
 * ours, `riverRows` River's, being slow. Ratios are taken at as many rows.
 */
export const parts = [
  part('stats.Mean', 5),
  part('stats.Var', 5),
  part('stats.Quantile', 5),
  part('rolling mean', 5),
  part('stats.RollingQuantile', 5),
  part('RollingQuantile, read each time', 5),
  part('Accuracy', 5),
  part('MAE', 5),
  part('F1', 5),
  part('LogLoss', 5),
  part('ROCAUC, read each time', 40, 200_000, 20_000),
  part('RollingROCAUC, read each time', 5, 200_000, 20_000),
  part('fraud bundle', 40, 200_000, 50_000),
  // Points and centres by name: looking up 55 numbers takes most of the time, here as there.
  part('Silhouette', 40, 200_000, 10_000),
  part('Silhouette on arrays', 40, 200_000, 10_000),
  part('MAE over 5 minutes', 5),
  part('pipeline on objects', 15, 200_000, 10_000),
  part('pipeline on frames', 40, 200_000, 10_000),
  part('drift.ADWIN', 3),
  part('drift.KSWIN', 15, 200_000, 5_000),
  part('drift.PageHinkley', 15),
  part('drift.binary.DDM', 15),
  part('drift.binary.EDDM', 15),
  part('drift.binary.FHDDM', 15),
  part('drift.binary.HDDMA', 15, 1_000_000, 20_000),
  part('drift.binary.HDDMW', 15, 1_000_000, 20_000),
  { ...part('CSV', 5, 200_000, 50_000), limit: 'CSV, lines only' },
]

function part(name, goal, rows = 1_000_000, riverRows = 100_000) {
  return { name, goal, rows, riverRows }
}
